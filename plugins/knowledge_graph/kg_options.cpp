// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/kg_options.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "plugins/knowledge_graph/scorer.h"

namespace assay::kg {
namespace {

constexpr double parameterBudget = 7.9e6;       // of the tables, when nobody asks for a rank
constexpr int64_t largestAutomaticRank = 512, smallestAutomaticRank = 16;
constexpr double webDegree = 8;                 // triples an entity: below, a graph is more a tree than a web
constexpr int32_t fewEntities = 1000;
constexpr double holdOfNewRows = 2.7;           // times the usual penalty: less, and new entities outrank the answers to old questions

double triplesAnEntity(const Graph& graph) {
  return double(graph.train().size()) / double(std::max(1, graph.trainEntityCount()));
}

/// With more entities to tell apart a row has more reason to grow and needs more to hold it back. The cube root was fitted on the held-out
/// parts of five graphs: .01 for a hundred entities, .05 for fifteen thousand.
double automaticRegularisation(const Graph& graph) { return std::clamp(0.002 * std::cbrt(double(graph.trainEntityCount())), 0.005, 0.1); }

/// Predicting relations helps where entities have many triples; among few entities it soon outweighs the answers.
double automaticRelationWeight(const Graph& graph) {
  if (triplesAnEntity(graph) < webDegree) return 0;
  return graph.trainEntityCount() < fewEntities ? 0.25 : 1;
}

int64_t automaticRank(const Scorer& scorer, const Graph& graph) {
  const double floats = double(graph.entityCount()) * double(scorer.entityWidth(1)) +
                        2 * double(graph.relationCount()) * double(scorer.relationWidth(1));
  return std::clamp(int64_t(parameterBudget / floats), smallestAutomaticRank, largestAutomaticRank);
}

/// About 300 steps an epoch: enough to move in one pass, few enough that each is worth a dense update.
int64_t automaticBatch(const Graph& graph) {
  return std::clamp<int64_t>(int64_t(graph.train().size()) / 600, 32, 500);
}

Negatives negativesFrom(const std::string& name) {
  return name == "shared" ? Negatives::Shared : name == "self_adversarial" ? Negatives::SelfAdversarial : Negatives::All;
}

Regulariser regulariserFrom(const std::string& name) {
  return name == "l2" ? Regulariser::L2 : name == "dura" ? Regulariser::Dura : name == "none" ? Regulariser::None : Regulariser::N3;
}

/// Distances have no products to penalise and no cheap way to every entity.
bool isDistance(const Scorer& scorer) { return scorer.match() != Match::Dot; }

LossOptions lossOptions(const OptionValues& values, const Scorer& scorer, const Graph& graph) {
  LossOptions loss;
  const std::string& negatives = values.text("model.negatives");
  loss.negatives = negatives != "auto" ? negativesFrom(negatives) : isDistance(scorer) ? Negatives::SelfAdversarial : Negatives::All;
  const std::string& regulariser = values.text("model.regulariser");
  loss.regulariser = regulariser != "auto" ? regulariserFrom(regulariser) : isDistance(scorer) ? Regulariser::None : Regulariser::Dura;
  loss.regularisation = values.real("model.regularisation");
  if (loss.regularisation == 0) loss.regularisation = automaticRegularisation(graph);
  loss.relationWeight = values.real("model.relation_weight");
  if (loss.relationWeight < 0) loss.relationWeight = isDistance(scorer) ? 0 : automaticRelationWeight(graph);
  loss.margin = values.real("model.margin");
  loss.temperature = values.real("model.temperature");
  return loss;
}

}  // namespace

KgOptions kgOptions(const OptionValues& values, const Graph& graph, const KgShape& shape) {
  KgOptions o;
  const std::string& asked = values.text("model.scorer");
  o.scorer = !shape.scorer.empty() ? shape.scorer : asked == "auto" ? "complex" : asked;
  const std::unique_ptr<Scorer> scorer = makeScorer(o.scorer);
  const int64_t rank = shape.rank > 0 ? shape.rank : values.integer("model.rank");
  o.rank = rank > 0 ? rank : automaticRank(*scorer, graph);
  o.loss = lossOptions(values, *scorer, graph);
  if (shape.isExtended && values.real("model.regularisation") == 0) o.loss.regularisation *= holdOfNewRows;
  o.batchSize = automaticBatch(graph);
  o.negativeCount = o.loss.negatives == Negatives::All ? 0 : values.integer("model.negative_count");
  o.mostAnswers = values.integer("model.answers_per_question");
  o.validFraction = values.real("data.valid_fraction");
  o.seed = uint64_t(values.integer("seed"));
  o.hasBaseline = values.boolean("model.baseline");
  require(o.loss.regulariser != Regulariser::Dura || !isDistance(*scorer), "DURA is for scorers that multiply (ComplEx, DistMult): choose another penalty",
          "model.regulariser", Code::BadOption);
  require(!(o.scorer == "rotate" && o.loss.relationWeight > 0), "RotatE cannot predict relations: set model.relation_weight to 0 or leave it at -1",
          "model.relation_weight", Code::BadOption);
  return o;
}

}  // namespace assay::kg
