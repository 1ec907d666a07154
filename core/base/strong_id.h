// SPDX-License-Identifier: Apache-2.0
// Ids that cannot be mixed up: an ItemId does not convert to a RunId.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace assay {

template <class Tag>
struct StrongId {
  int64_t value = 0;   ///< 0 is "none"; SQLite row ids start at 1
  explicit operator bool() const { return value != 0; }
  auto operator<=>(const StrongId&) const = default;
};

using ItemId = StrongId<struct ItemTag>;               ///< one image, table or other piece of data
using AnnotationId = StrongId<struct AnnotationTag>;
using RunId = StrongId<struct RunTag>;                 ///< also the folder name runs/<id>

}  // namespace assay

template <class Tag>
struct std::hash<assay::StrongId<Tag>> {
  std::size_t operator()(assay::StrongId<Tag> id) const noexcept {
    return std::hash<int64_t>{}(id.value);
  }
};
