// SPDX-License-Identifier: Apache-2.0
// The report in words.
#include "core/graph/graph_report.h"

namespace assay {

namespace {

std::string counted(int64_t count, const char* one, const char* many) { return std::to_string(count) + " " + (count == 1 ? one : many); }

class Words {
 public:
  Words(std::string place) : place_(std::move(place)) {}
  void warn(std::string text) { problems_.push_back({Severity::Warning, place_, std::move(text), {}}); }

  void heldOut(const HeldOutReport& part, const std::string& name) {
    const std::string triples = counted(part.triples, "triple", "triples");
    if (part.inTraining > 0)
      warn(std::to_string(part.inTraining) + " of the " + triples + " of the " + name + " part are in training too: the model would be judged by what it has seen");
    if (part.inverseInTraining > 0)
      warn(std::to_string(part.inverseInTraining) + " of the " + triples + " of the " + name +
           " part are in training the other way round, by the inverse relation: they can be looked up");
    if (part.withUnseen > 0)
      warn(std::to_string(part.withUnseen) + " of the " + triples + " of the " + name + " part have something that training has not (" +
           counted(part.unseenEntities, "entity", "entities") + ", " + counted(part.unseenRelations, "relation", "relations") + "): nothing is known about it");
  }
  Problems take() { return std::move(problems_); }

 private:
  std::string place_;
  Problems problems_;
};

Json toJson(const HeldOutReport& part) {
  return {{"triples", part.triples}, {"self_loops", part.selfLoops}, {"in_training", part.inTraining},
          {"inverse_in_training", part.inverseInTraining}, {"mirror_in_training", part.mirrorInTraining},
          {"unseen_entities", part.unseenEntities}, {"unseen_relations", part.unseenRelations}, {"with_unseen", part.withUnseen}};
}

}  // namespace

Problems problemsOf(const GraphReport& report, const Graph& graph, const std::string& place) {
  Words words(place);
  if (report.relations == 1)
    words.warn("the graph has one relation only, `" + graph.relations().name(0) + "`: the model can rank by how often entities occur, and by little else");
  words.heldOut(report.valid, "valid");
  words.heldOut(report.test, "test");
  if (report.testInValid > 0)
    words.warn(counted(report.testInValid, "triple", "triples") + " of the test part " + (report.testInValid == 1 ? "is" : "are") + " in the valid part too");
  if (const int64_t loops = report.trainSelfLoops + report.valid.selfLoops + report.test.selfLoops; loops > 0)
    words.warn(counted(loops, "triple leads", "triples lead") + " from an entity to itself");
  return words.take();
}

Json toJson(const GraphReport& report, const Graph& graph) {
  Json inverses = Json::array();
  for (const InverseRelations& pair : report.inverses)
    inverses.push_back({{"relation", graph.relations().name(pair.relation)}, {"inverse", graph.relations().name(pair.inverse)}, {"share", pair.share}});
  return {{"entities", report.entities}, {"relations", report.relations}, {"train", report.train}, {"train_self_loops", report.trainSelfLoops},
          {"valid", toJson(report.valid)}, {"test", toJson(report.test)}, {"test_in_valid", report.testInValid}, {"inverses", inverses},
          {"mean_degree", report.meanDegree}, {"median_degree", report.medianDegree}, {"max_degree", report.maxDegree},
          {"busiest", report.busiestEntity < 0 ? std::string() : graph.displayName(report.busiestEntity)},
          {"entities_of_one_triple", report.entitiesOfOneTriple}};
}

}  // namespace assay
