// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"
#include "core/graph/adjacency.h"
#include "core/graph/graph.h"

namespace assay {

/// Finds entities while somebody types: by any part of a name, an alias or an id, compared folded (width, case, quotes).
/// Immutable; reading from several threads is safe. A search reads all names once: about a millisecond for 100,000.
class ASSAY_CORE_API EntitySearch {
 public:
  /// Copies what it needs of both.
  EntitySearch(const Graph& graph, const Adjacency& adjacency);

  /// At most `most` entities: those that are called so, then those whose name begins so, then those that hold the text;
  /// of each kind those with most triples first. None for an empty text.
  std::vector<int32_t> find(std::string_view text, std::size_t most) const;
  /// The one that is called so, by name, alias or id; of several that with most triples.
  std::optional<int32_t> called(std::string_view text) const;

 private:
  void add(std::string_view name, int32_t entity);
  std::string_view nameAt(uint32_t name) const;

  std::string text_ = "\n";         // folded names, each between two line ends
  std::vector<uint32_t> starts_;    // of each name in text_
  std::vector<int32_t> entities_;   // of each name
  std::vector<uint32_t> sorted_;    // numbers of names by their text, then those with most triples first
  std::vector<int64_t> degrees_;    // of each entity
};

}  // namespace assay
