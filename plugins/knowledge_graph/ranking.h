// SPDX-License-Identifier: Apache-2.0
// Exact filtered ranking: every entity is a candidate, both directions are asked, ties count half.
#pragma once

#include <vector>

#include "core/base/progress.h"
#include "plugins/knowledge_graph/kg_network.h"
#include "plugins/knowledge_graph/queries.h"

namespace assay::kg {

/// Where one true answer stands among all entities that are not known answers of the same question.
struct RankedAnswer {
  int32_t entity = 0, relation = 0, answer = 0;   ///< relation of both directions
  double rank = 0;                                ///< 1 is best; the mean over the order of equal scores
};

/// Ranks every answer of `asked`; what `known` has of a question (asked answers among them) does not stand in the
/// way. Scores are made in blocks of at most 32 MiB, so memory does not grow with the number of questions.
std::vector<RankedAnswer> rankAnswers(const KgNetwork& network, const Queries& asked, const Queries& known, const Progress& progress);

/// 1 + other candidates above + half of those that are equal. `known` answers are left out; NaN ranks last.
double filteredRank(const float* scores, int64_t count, int32_t answer, std::span<const int32_t> known);

}  // namespace assay::kg
