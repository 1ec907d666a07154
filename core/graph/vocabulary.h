// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// Names of entities, relations or types and their dense ids 0, 1, 2, ... in the order in which they came.
/// References to names stay valid while it lives. Reading from several threads is safe, adding is not.
class ASSAY_CORE_API Vocabulary {
 public:
  /// The name's id; a new one when it is not known yet. Throws Error{BadInput} at 2^31 - 1 names.
  int32_t add(std::string_view name);
  /// No copy of the name is made.
  std::optional<int32_t> find(std::string_view name) const;
  /// Throws Error{Internal} for an id outside [0, size()).
  const std::string& name(int32_t id) const;
  int32_t size() const { return static_cast<int32_t>(names_.size()); }

 private:
  std::size_t slotOf(std::string_view name, uint32_t hash) const;
  void grow();

  std::deque<std::string> names_;
  std::vector<uint32_t> hashes_;   // of each name
  std::vector<int32_t> slots_;     // open addressing, a power of two, at most half full; -1: free
};

}  // namespace assay
