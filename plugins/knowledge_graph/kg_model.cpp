// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/kg_model.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/base/sha256.h"
#include "plugins/knowledge_graph/baseline.h"
#include "plugins/knowledge_graph/ranking_report.h"

namespace assay::kg {
namespace {

constexpr std::size_t judgedWhileTraining = 2000;   // triples: ranking must not eat the run

/// Of the names in the order of their ids: rows of the tables mean nothing under other names.
std::string fingerprint(const Graph& graph) {
  Sha256 hash;
  for (const Vocabulary* names : {&graph.entities(), &graph.relations()})
    for (int32_t i = 0; i < names->size(); ++i) hash.update(names->name(i) + "\n");
  return hash.finish();
}

std::vector<Triple> sample(const std::vector<Triple>& triples, std::size_t count, uint64_t seed) {
  if (triples.size() <= count) return triples;
  std::vector<Triple> shuffled = triples;
  Random random(deriveSeed(seed, "judged triples"));
  random.shuffle(std::span(shuffled));
  shuffled.resize(count);
  return shuffled;
}

}  // namespace

KgModel::KgModel(const ModelContext& context) : context_(context) {}

const KgData& KgModel::data() {
  if (!data_) {
    const OptionValues& o = context_.spec.options;
    data_.emplace(openGraph(context_.data, context_.spec.dataRoot, {}), o.real("data.valid_fraction"), uint64_t(o.integer("seed")));
  }
  return *data_;
}

const KgOptions& KgModel::options() {
  if (options_) return *options_;
  KgShape shape;   // a checkpoint's, or that of the run to be extended
  if (restored_) shape = {member<std::string>(*restored_, "scorer", "metadata.json"), member<int64_t>(*restored_, "rank", "metadata.json"), !context_.spec.options.text("model.extend").empty()};
  else if (const Extension* old = extension()) shape = {old->scorer(), old->rank(), true};
  options_ = kgOptions(context_.spec.options, data().graph(), shape);
  return *options_;
}

/// Null when the run starts from nothing.
const Extension* KgModel::extension() {
  const std::string& run = context_.spec.options.text("model.extend");
  if (run.empty()) return nullptr;
  if (!extension_) extension_.emplace(context_.spec.dataRoot / "runs" / run, data().graph());
  return &*extension_;
}

KgNetwork& KgModel::links() {
  if (!network_) {
    const Graph& graph = data().graph();
    if (restored_)
      require(member<std::string>(*restored_, "fingerprint", "metadata.json") == fingerprint(graph),
              "the checkpoint was trained on another graph: its entities or relations are not those of this dataset version",
              context_.spec.dataFile.string());
    network_.emplace(makeScorer(options().scorer), options().rank, graph.entityCount(), graph.relationCount(), options().loss.margin);
  }
  return *network_;
}

torch::nn::Module& KgModel::network() { return links().module(); }

std::shared_ptr<const BatchSource> KgModel::trainingSource() {
  if (!source_) {
    const Graph& graph = data().graph();
    std::vector<Triple> triples = data().part(Split::Train);
    if (const Extension* old = extension()) {
      triples = old->toLearn(triples, options().seed);
      require(!triples.empty(), "every entity and relation of the graph is known to the run that is to be extended: there is nothing new to learn",
              "model.extend");
      old->fillAndFreeze(links());
    }
    require(graph.trainEntityCount() > 1, "the graph has one entity only: there is nothing to tell apart", context_.spec.dataFile.string());
    auto queries = std::make_shared<Queries>(groupQueries(triples, graph.relationCount(), options().mostAnswers));
    source_ = std::make_shared<QuerySource>(queries, data().knownInTraining(), graph.trainEntityCount(), options().negativeCount, options().batchSize);
  }
  return source_;
}

LossTerms KgModel::loss(const Batch& batch) {
  const auto& queries = static_cast<const QueryBatch&>(batch);
  if (FusedLoss::canCompute(links(), options().loss)) return fused_(links(), options().loss, queries);
  return differentiableLoss(links(), options().loss, queries);
}

EvaluationResult KgModel::evaluate(Split split, const Progress& progress) {
  const bool isOneOfMany = source_ != nullptr && !isLastJudgement_;
  const std::vector<Triple>& part = data().part(split);
  const Queries asked = groupQueries(isOneOfMany ? sample(part, judgedWhileTraining, options().seed) : part, data().graph().relationCount());
  EvaluationResult result = judgeRanks(rankAnswers(links(), asked, data().known(), progress), data().graph());
  if (const auto found = baseline_.find(std::string(splitName(split))); found != baseline_.end() && result.count > 0)
    result.metrics["baseline_mrr"] = member<double>(*found, "mrr", "metadata.json");
  return result;
}

void KgModel::calibrate(const Progress& progress) {
  isLastJudgement_ = true;
  if (options().hasBaseline && source_ && !extension_) baseline_ = runBaseline(data(), options(), context_.spec.options, links().entities().device(), progress);
}

Json KgModel::metadata() const {
  return {{"format", 1}, {"fingerprint", fingerprint(data_->graph())}, {"scorer", options_->scorer}, {"rank", options_->rank},
          {"baseline", baseline_}};
}

void KgModel::restoreMetadata(const Json& metadata) {
  restored_ = metadata;
  if (metadata.contains("baseline") && metadata["baseline"].is_object()) baseline_ = metadata["baseline"];
  options_.reset();
  network_.reset();
}

double KgModel::rateFactor(const std::string& parameterName) const {
  const Scorer::Rates rates = network_->scorer().rates(options_->rank, options_->loss.margin);
  return parameterName == "entities" ? rates.entities : rates.relations;
}

bool KgModel::hasSparseGradient(const std::string& parameterName) const {
  const LossOptions& loss = options_->loss;
  if (loss.negatives == Negatives::All) return false;
  return parameterName == "entities" || loss.relationWeight <= 0;   // relations are matched as a whole table when they are predicted
}

const Explorer& KgModel::explorer() {
  if (!explorer_) explorer_.emplace(links(), data());
  return *explorer_;
}

Json KgModel::predict(const Json& input) { return explorer().answer(input); }

}  // namespace assay::kg
