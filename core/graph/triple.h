// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

#include "core/base/random_seed.h"

namespace assay {

/// One fact: ids into the graph's vocabularies of entities, relations, entities.
struct Triple {
  int32_t head = 0, relation = 0, tail = 0;
  auto operator<=>(const Triple&) const = default;
};

inline uint64_t hashOf(const Triple& triple) {
  return mix64(mix64(uint64_t(uint32_t(triple.head)) << 32 | uint32_t(triple.tail)) ^ uint32_t(triple.relation));
}

}  // namespace assay
