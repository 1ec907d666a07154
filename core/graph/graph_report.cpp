// SPDX-License-Identifier: Apache-2.0
#include "core/graph/graph_report.h"

#include <algorithm>
#include <set>

#include "core/graph/adjacency.h"
#include "core/graph/triple_index.h"

namespace assay {

namespace {

int64_t selfLoops(const std::vector<Triple>& triples) {
  return std::count_if(triples.begin(), triples.end(), [](const Triple& t) { return t.head == t.tail; });
}

/// Inverses of each relation.
using Inverses = std::vector<std::vector<int32_t>>;

Inverses inversesByRelation(const Graph& graph, const std::vector<InverseRelations>& pairs) {
  Inverses of(std::size_t(graph.relationCount()));
  for (const InverseRelations& pair : pairs) of[std::size_t(pair.relation)].push_back(pair.inverse);
  return of;
}

HeldOutReport judge(const std::vector<Triple>& part, const Graph& graph, const TripleIndex& training, const Inverses& inverses) {
  HeldOutReport report;
  report.triples = int64_t(part.size());
  report.selfLoops = selfLoops(part);
  std::set<int32_t> entities, relations;
  for (const Triple& t : part) {
    report.inTraining += training.contains(t);
    bool looksUp = false, mirrors = false;
    for (const int32_t inverse : inverses[std::size_t(t.relation)])
      if (t.head != t.tail && training.contains({t.tail, inverse, t.head})) (inverse == t.relation ? mirrors : looksUp) = true;
    report.inverseInTraining += looksUp;
    report.mirrorInTraining += mirrors;
    bool isUnseen = t.relation >= graph.trainRelationCount();
    if (isUnseen) relations.insert(t.relation);
    for (const int32_t entity : {t.head, t.tail})
      if (entity >= graph.trainEntityCount()) {
        isUnseen = true;
        entities.insert(entity);
      }
    report.withUnseen += isUnseen;
  }
  report.unseenEntities = int64_t(entities.size());
  report.unseenRelations = int64_t(relations.size());
  return report;
}

void countDegrees(const Graph& graph, GraphReport& report) {
  const Adjacency adjacency(graph.entityCount(), graph.train());
  std::vector<int64_t> degrees;
  for (int32_t entity = 0; entity < graph.trainEntityCount(); ++entity) {
    const int64_t degree = adjacency.degree(entity);
    degrees.push_back(degree);
    report.entitiesOfOneTriple += degree == 1;
    if (degree <= report.maxDegree) continue;
    report.maxDegree = degree;
    report.busiestEntity = entity;
  }
  if (degrees.empty()) return;
  report.meanDegree = 2.0 * double(graph.train().size()) / double(degrees.size());
  const auto middle = degrees.begin() + std::ptrdiff_t(degrees.size() / 2);
  std::nth_element(degrees.begin(), middle, degrees.end());
  report.medianDegree = *middle;
}

}  // namespace

GraphReport reportOn(const Graph& graph) {
  GraphReport report;
  report.entities = graph.entityCount();
  report.relations = graph.relationCount();
  report.train = int64_t(graph.train().size());
  report.trainSelfLoops = selfLoops(graph.train());
  report.inverses = findInverses(graph.train());
  const TripleIndex training(graph.train()), validation(graph.valid());
  const Inverses inverses = inversesByRelation(graph, report.inverses);
  report.valid = judge(graph.valid(), graph, training, inverses);
  report.test = judge(graph.test(), graph, training, inverses);
  for (const Triple& t : graph.test()) report.testInValid += validation.contains(t);
  countDegrees(graph, report);
  return report;
}

}  // namespace assay
