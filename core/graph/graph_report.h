// SPDX-License-Identifier: Apache-2.0
// What is odd about a graph, counted: `assay validate` and the workbench show it.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/graph/graph.h"
#include "core/graph/inverse_relations.h"

namespace assay {

/// Valid or test against training.
struct HeldOutReport {
  int64_t triples = 0, selfLoops = 0;
  int64_t inTraining = 0;          ///< the same triple is learnt from: a leak
  int64_t inverseInTraining = 0;   ///< (tail, inverse, head) of another relation is: the answer can be looked up
  int64_t mirrorInTraining = 0;    ///< (tail, relation, head) of a symmetric relation is
  int64_t unseenEntities = 0, unseenRelations = 0;
  int64_t withUnseen = 0;          ///< triples with an unseen entity or relation
  bool operator==(const HeldOutReport&) const = default;
};

struct GraphReport {
  int32_t entities = 0, relations = 0;
  int64_t train = 0, trainSelfLoops = 0;
  HeldOutReport valid, test;
  int64_t testInValid = 0;                     ///< the same triple in both
  std::vector<InverseRelations> inverses;      ///< of training
  double meanDegree = 0;                       ///< of the entities of training, in and out together
  int64_t medianDegree = 0, maxDegree = 0;
  int32_t busiestEntity = -1;
  int64_t entitiesOfOneTriple = 0;
};

ASSAY_CORE_API GraphReport reportOn(const Graph& graph);
/// Warnings for people; `place` is what they are about. None for a sound graph.
ASSAY_CORE_API Problems problemsOf(const GraphReport& report, const Graph& graph, const std::string& place);
ASSAY_CORE_API Json toJson(const GraphReport& report, const Graph& graph);

}  // namespace assay
