// SPDX-License-Identifier: Apache-2.0
// Triples seen as questions: (head, relation, ?) and, for the other direction, (tail, reciprocal of the relation, ?).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/graph/triple.h"

namespace assay::kg {

/// Relation r asked backwards is r + relations: every question then asks for a tail.
inline int32_t reciprocal(int32_t relation, int32_t relations) {
  return relation < relations ? relation + relations : relation - relations;
}

/// Questions with their answers in compressed rows, sorted by entity, relation, answer.
struct Queries {
  std::vector<int32_t> entity, relation;   ///< [size()]; relations of both directions
  std::vector<int64_t> start{0};           ///< [size() + 1]
  std::vector<int32_t> answers;

  int64_t size() const { return int64_t(entity.size()); }
  std::span<const int32_t> answersOf(int64_t query) const {
    const int64_t first = start[std::size_t(query)];
    return {answers.data() + first, std::size_t(start[std::size_t(query) + 1] - first)};
  }
  /// Answers of (entity, relation); empty when nothing is known. Needs queries that were not cut.
  std::span<const int32_t> find(int32_t entity, int32_t relation) const;
};

/// Both directions of every triple; equal triples count once. A question with more than `mostAnswers` answers
/// (0: no limit) becomes several of equal length, so that one busy entity does not fill a batch.
Queries groupQueries(std::span<const Triple> triples, int32_t relations, int64_t mostAnswers = 0);

}  // namespace assay::kg
