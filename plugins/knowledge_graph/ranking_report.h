// SPDX-License-Identifier: Apache-2.0
// Metrics and artifacts from ranks; no torch, so that a test can work them by hand.
#pragma once

#include <map>

#include "core/engine/plugin/model_type.h"
#include "core/graph/graph.h"
#include "plugins/knowledge_graph/ranking.h"

namespace assay::kg {

/// mrr, hits1, hits3, hits10: means over the answers; a rank between two whole ones (a tie) hits when it is not below k.
std::map<std::string, double> rankMetrics(const std::vector<RankedAnswer>& ranked);

/// Metrics of both directions together, and artifacts: `relations` (a table by relation), `parts` (a table of tails,
/// heads, answers with an entity that training does not have) and `hits` (share of answers ranked k or better).
EvaluationResult judgeRanks(const std::vector<RankedAnswer>& ranked, const Graph& graph);

}  // namespace assay::kg
