// SPDX-License-Identifier: Apache-2.0
// How a run comes out of a checkpoint and goes into one.
#include <algorithm>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/evaluator.h"
#include "core/engine/train/module_tensors.h"
#include "core/engine/train/random_state.h"
#include "core/engine/train/rank_agreement.h"
#include "core/engine/train/training_run.h"

namespace assay {
namespace {

constexpr int trainerFormat = 1;

int64_t count(const Json& json, const char* key, const std::string& where) {
  const int64_t value = member<int64_t>(json, key, where);
  require(value >= 0, std::string("`") + key + "` must not be negative", where);
  return value;
}

/// The generators of ranks other than the first one lie in one table, a row each.
constexpr const char* othersRandom = "random/others";

std::string ofRank(int rank) { return "rank-" + std::to_string(rank) + "/"; }

void shareTensors(ProcessGroup& ranks, const NamedTensors& named) {
  std::vector<at::Tensor> tensors;
  for (const NamedTensor& each : named) tensors.push_back(each.tensor);
  ranks.broadcast(tensors);
}

/// Zeros for a tensor's numbers in main memory, in the order of its indices, which is that of files: the tensor itself may lie channels last.
at::Tensor inOrder(const at::Tensor& tensor) { return at::zeros(tensor.sizes(), tensor.options().device(at::kCPU).requires_grad(false)); }

/// What is each rank's own goes from the first rank's file to its owner.
void handOut(ProcessGroup& ranks, const NamedTensors& own, const SafetensorsFile* file, int saved) {
  for (int r = 1; r < std::min(ranks.size(), saved); ++r) {
    for (const NamedTensor& named : own) {
      const std::string name = ofRank(r) + named.name;
      if (file == nullptr && ranks.rank() != r) continue;
      const at::Tensor travels = file != nullptr && file->has(name) ? file->read(name) : inOrder(named.tensor);
      if (file != nullptr) {
        ranks.send(travels.reshape({-1}), r);
        continue;
      }
      ranks.receive(travels.view({-1}), 0);
      at::Tensor(named.tensor).copy_(travels);
    }
  }
}

/// And back: on the first rank, a copy of what the others hold.
NamedTensors collect(ProcessGroup& ranks, const NamedTensors& own) {
  NamedTensors all;
  if (ranks.rank() != 0) {
    for (const NamedTensor& named : own) ranks.send(named.tensor.detach().cpu().contiguous().view({-1}), 0);
    return all;
  }
  all = withPrefix(ofRank(0), own);
  for (int r = 1; r < ranks.size(); ++r) {
    for (const NamedTensor& named : own) {
      const at::Tensor copy = inOrder(named.tensor);
      ranks.receive(copy.view({-1}), r);
      all.push_back({ofRank(r) + named.name, copy});
    }
  }
  return all;
}

}  // namespace

/// {"trainer","metadata"} of the newest good checkpoint, on every rank; null when the run starts from nothing. Only the first rank
/// needs to have the files.
Json TrainingRun::openCheckpoint() {
  Json saved;
  if (isFirst()) {
    checkpoint_ = run_.lastCheckpoint();
    if (checkpoint_) {
      const Checkpoint checkpoint(*checkpoint_);
      checkpoint.requirePlugin(spec_.plugin);
      saved = {{"trainer", checkpoint.trainer()}, {"metadata", checkpoint.metadata()}};
    }
  }
  return ranks_ == nullptr ? saved : shareJson(*ranks_, saved);
}

void TrainingRun::resumeFrom(const Json& all) {
  const Json& saved = all["trainer"];
  const std::string where = checkpoint_ ? (*checkpoint_ / "trainer.json").string() : "trainer.json of rank 0";
  require(count(saved, "format", where) <= trainerFormat, "the checkpoint was written by a newer Assay", where,
          Code::NewerFormat);
  require(member<int64_t>(saved, "seed", where) == int64_t(options_.seed), "the checkpoint was trained with another seed", where);
  // Measured again, the probe could decide otherwise, and the resumed run would not be the same run.
  if (member<std::string>(saved, "kind", where) == (plan_.device.is_cpu() ? "cpu" : "cuda"))
    plan_.precision = precisionFromName(member<std::string>(saved, "precision", where));
  if (count(saved, "threads", where) != plan_.threads || saved.value("ranks", 1) != rankCount())
    events_.write("message", {{"level", "warning"},
                              {"text", "resumed with another number of threads or ranks: the weights will differ in the last "
                                       "bits from those of an uninterrupted run"}});
  makeTrainStep(saved.value("ranks", 1) == rankCount() ? saved : Json());
  if (Ema* ema = trainStep_->ema()) ema->setUpdates(count(saved, "ema_updates", where));
  step_ = savedStep_ = count(saved, "step", where);
  skipped_ = count(saved, "skipped", where);
  badInARow_ = count(saved, "bad_in_a_row", where);
  secondsBefore_ = member<double>(saved, "seconds", where);
  const Json metrics = member<Json>(saved, "metrics", where);
  for (const auto& [name, value] : metrics.items())
    if (value.is_number()) metrics_[name] = value.get<double>();
  if (checkpoint_) restoreWeights();
  startLoader({count(saved, "epoch", where), count(saved, "batch", where)});
}

/// On the rank that has the files.
void TrainingRun::restoreWeights() {
  const Checkpoint checkpoint(*checkpoint_);
  const SafetensorsFile model = checkpoint.model(), training = checkpoint.training();
  const NamedTensors live = stateTensors(model_.network());
  if (Ema* ema = trainStep_->ema()) {
    restoreTensors(ema->average(), model);
    restoreTensors(live, training, "weights/");
  } else {
    restoreTensors(live, model);
  }
  restoreTensors(trainStep_->state(), training, "state/");
  const NamedTensors own = trainStep_->ownState();
  if (!own.empty() && training.has(ofRank(0) + own.front().name)) restoreTensors(own, training, ofRank(0));   // a rank alone had none
  writeRandomState(training.read("random/cpu"), plan_.device);
}

/// Weights, moments and counters of the first rank on every rank; generators and debts of each rank on its own.
void TrainingRun::shareState(const Json& saved) {
  if (ranks_ == nullptr) return;
  shareTensors(*ranks_, stateTensors(model_.network()));
  shareTensors(*ranks_, trainStep_->state());
  if (Ema* ema = trainStep_->ema()) shareTensors(*ranks_, ema->average());
  if (saved.is_null()) return;
  const int savedRanks = saved["trainer"].value("ranks", 1);
  std::optional<SafetensorsFile> file;
  if (checkpoint_) file.emplace(Checkpoint(*checkpoint_).training());
  NamedTensors common;   // ranks that are new start from the first one's projections, and owe nothing
  for (const NamedTensor& named : trainStep_->ownState())
    if (named.name.starts_with("projection/")) common.push_back(named);
  shareTensors(*ranks_, common);
  handOut(*ranks_, trainStep_->ownState(), file ? &*file : nullptr, savedRanks);
  at::Tensor others = file && savedRanks > 1 ? file->read(othersRandom) : at::empty({savedRanks - 1, 0}, at::kByte);
  const at::Tensor width = at::full({1}, others.size(1), at::kLong);
  ranks_->broadcast({width});
  if (!file) others = at::empty({savedRanks - 1, width.item<int64_t>()}, at::kByte);
  ranks_->broadcast({others});
  if (isFirst()) return;
  if (ranks_->rank() < savedRanks) writeRandomState(others[ranks_->rank() - 1].clone(), plan_.device);
  else at::manual_seed(deriveSeed(deriveSeed(deriveSeed(options_.seed, "training"), uint64_t(ranks_->rank())), uint64_t(step_)));
}

Json TrainingRun::trainerState() const {
  const LoaderPosition at = position();
  Ema* ema = const_cast<TrainStep&>(*trainStep_).ema();
  return {{"format", trainerFormat},
          {"plugin", spec_.plugin},
          {"plugin_version", spec_.pluginVersion},
          {"seed", int64_t(options_.seed)},
          {"step", step_},
          {"epoch", at.epoch},
          {"batch", at.batch},
          {"skipped", skipped_},
          {"bad_in_a_row", badInARow_},
          {"ema_updates", ema != nullptr ? ema->updates() : 0},
          {"progress", progress()},
          {"seconds", seconds()},
          {"kind", plan_.device.is_cpu() ? "cpu" : "cuda"},
          {"threads", plan_.threads},
          {"ranks", rankCount()},
          {"all_reduce", sumPlan_.value("all_reduce", std::string())},
          {"buckets", trainStep_->buckets()},
          {"precision", precisionName(plan_.precision)},
          {"metrics", metricsJson(metrics_)}};
}

CheckpointContent TrainingRun::content(const NamedTensors& ofRanks, const at::Tensor& random) const {
  CheckpointContent content;
  content.training = ofRanks;
  const NamedTensors live = stateTensors(model_.network());
  for (NamedTensor& named : withPrefix("state/", trainStep_->state())) content.training.push_back(std::move(named));
  if (Ema* ema = const_cast<TrainStep&>(*trainStep_).ema()) {
    content.model = ema->average();
    for (NamedTensor& named : withPrefix("weights/", live)) content.training.push_back(std::move(named));
  } else {
    content.model = live;
  }
  content.training.push_back({"random/cpu", random});
  content.trainer = trainerState();
  content.metadata = model_.metadata();
  return content;
}

void TrainingRun::saveCheckpoint(Saving saving) {
  const auto start = Clock::now();
  trainStep_->settle();
  NamedTensors ofRanks;
  const at::Tensor random = readRandomState(plan_.device);
  if (ranks_ != nullptr) {
    ofRanks = collect(*ranks_, trainStep_->ownState());
    const at::Tensor all = gatherRows(*ranks_, random);
    ofRanks.push_back({othersRandom, all.narrow(0, 1, all.size(0) - 1)});
  }
  savedStep_ = step_;
  if (isFirst()) {
    if (saving == Saving::Beside) writer_.start(content(ofRanks, random));
    else writer_.writeNow(content(ofRanks, random));
  }
  lastCheckpoint_ = Clock::now();
  checkpointCost_ = std::chrono::duration<double>(lastCheckpoint_ - start).count();
}

}  // namespace assay
