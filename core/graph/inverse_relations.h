// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/export.h"
#include "core/graph/triple.h"

namespace assay {

/// Almost every (a, relation, b) of training has its (b, inverse, a); `relation` itself for a symmetric one.
struct InverseRelations {
  int32_t relation = 0, inverse = 0;
  double share = 0;   ///< of the pairs of `relation`
  bool operator==(const InverseRelations&) const = default;
};

inline constexpr double inverseShare = 0.8;
inline constexpr int64_t inversePairs = 10;   ///< fewer pairs are chance

/// Those with a share of at least inverseShare over at least inversePairs pairs, by relation, then inverse. Self loops do
/// not count.
ASSAY_CORE_API std::vector<InverseRelations> findInverses(const std::vector<Triple>& triples);

}  // namespace assay
