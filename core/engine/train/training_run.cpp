// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/training_run.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/log_text.h"
#include "core/base/random_seed.h"
#include "core/engine/device/topology.h"
#include "core/engine/train/eval_scope.h"
#include "core/engine/train/evaluator.h"
#include "core/engine/train/module_tensors.h"
#include "core/engine/train/rank_agreement.h"

namespace assay {
namespace {

constexpr int64_t badStepsAllowed = 10;
constexpr double secondsBetweenFailures = 24 * 3600;   // of one host

/// As a checkpoint remembers them; empty where it does not, or not each parameter once: they are only an order.
GradientBuckets savedBuckets(const Json& trainer, std::size_t parameters) try {
  if (trainer.is_null() || !trainer.contains("buckets")) return {};
  const auto buckets = trainer["buckets"].get<GradientBuckets>();
  std::vector<std::size_t> all;
  for (const auto& bucket : buckets) all.insert(all.end(), bucket.begin(), bucket.end());
  std::sort(all.begin(), all.end());
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] != i) return {};
  return all.size() == parameters ? buckets : GradientBuckets{};
} catch (const std::exception&) {
  return {};
}

}  // namespace

TrainingRun::TrainingRun(ModelType& model, const RunDirectory& run, EventWriter& events, const CancelToken& cancel)
    : model_(model), run_(run), events_(events), cancel_(cancel), ranks_(currentRanks()), spec_(run.spec()),
      options_(readTrainOptions(spec_.options)), plan_(planDevice(spec_.options)),
      reporter_(events, timing_, plan_.device, options_.eventsPerSecond),
      writer_(
          run.checkpointsFolder(), options_.keepCheckpoints,
          [this](const std::filesystem::path& folder, const Json& trainer) {
            events_.write("checkpoint", {{"generation", folder.filename().string()}, {"step", trainer["step"]}});
          },
          [this](const Error& fault) {
            events_.write("message", {{"level", "warning"}, {"text", std::string("a checkpoint could not be written, the one before stays: ") + fault.what()}});
          }) {
  const Json saved = openCheckpoint();
  if (!saved.is_null()) model_.restoreMetadata(saved["metadata"]);   // before the network is touched: its shape may follow from it
  source_ = model_.trainingSource();
  require(source_ != nullptr && source_->size() > 0, "the plugin found nothing to learn from", {}, Code::BadPlugin);
  prepareNetwork();
  if (saved.is_null()) {
    makeTrainStep(nullptr);
    startLoader({});
  } else {
    resumeFrom(saved);
  }
  shareState(saved);
  announce();
}

void TrainingRun::prepareNetwork() {
  placeNetwork(model_.network(), plan_);
  model_.network().train();
  // Not the seed that initialised the weights: dropout must not repeat the same draws, on no rank.
  const uint64_t seed = deriveSeed(options_.seed, "training");
  at::manual_seed(isFirst() ? seed : deriveSeed(seed, uint64_t(ranks_->rank())));
  if (ranks_ == nullptr) return;
  require(plan_.precision != Precision::Fp16 || options_.compression != "power_sgd", "power_sgd cannot be combined with fp16, whose loss scale changes what is owed",
          "distributed.compression", Code::BadOption);
  requireAgreement(*ranks_, rankIdentity(spec_, model_.network(), source_->size()));   // also on the kind of device
  if (plan_.device.is_cuda()) ranks_->useGpu(plan_.device);
  plan_.precision = agreePrecision(*ranks_, plan_.precision);
}

void TrainingRun::makeTrainStep(const Json& before) {
  if (ranks_ == nullptr) {
    trainStep_.emplace(model_, plan_, options_, timing_);
    return;
  }
  if (options_.localSteps > 1) {
    sumPlan_ = {{"local_steps", options_.localSteps}};
    trainStep_.emplace(model_, plan_, options_, timing_, ranks_, nullptr);
    return;
  }
  const NamedTensors parameters = learningParameters(model_.network());
  std::vector<bool> isSparse;
  for (const NamedTensor& parameter : parameters) isSparse.push_back(model_.hasSparseGradient(parameter.name));
  SumChoice choice = chooseSum(*ranks_, {.wanted = options_.allReduce, .before = before.is_null() ? std::string() : before.value("all_reduce", std::string()), .device = plan_.device});
  sumPlan_ = choice.plan;
  auto reduction = makeReduction(std::move(choice.sum), parameters,
                                 {.compression = options_.compression, .rank = options_.compressionRank, .seed = options_.seed});
  trainStep_.emplace(model_, plan_, options_, timing_, ranks_,
                     std::make_unique<GradientSync>(*ranks_, std::move(reduction), parameters, isSparse,
                                                    SyncOptions{.usesEveryParameter = model_.usesEveryParameter(), .bucketBytes = options_.bucketBytes, .buckets = savedBuckets(before, parameters.size())}));
}

void TrainingRun::startLoader(LoaderPosition start) {
  loader_.emplace(source_, LoaderOptions{.batchSize = options_.batchSize > 0 ? options_.batchSize : source_->suggestedBatchSize(),
                                         .workers = plan_.loaderWorkers,
                                         .seed = deriveSeed(options_.seed, "loader"),
                                         .start = start,
                                         .rank = isFirst() ? 0 : ranks_->rank(),
                                         .ranks = rankCount()});
}

void TrainingRun::announce() {
  Json plan = toJson(plan_);
  int64_t weights = 0;
  for (const at::Tensor& parameter : model_.network().parameters()) weights += parameter.numel();
  plan["parameters"] = weights;
  plan["samples"] = source_->size();
  plan["batches_per_epoch"] = loader_->batchesPerEpoch();
  plan["step"] = step_;
  plan["ranks"] = rankCount();
  for (const auto& [key, value] : sumPlan_.items()) plan[key] = value;
  events_.write("plan", plan);
  logInfo("training on " + plan_.description + ", " + std::string(precisionName(plan_.precision)) + ", " +
          std::to_string(weights) + " parameters, " + std::to_string(source_->size()) + " samples" +
          (ranks_ != nullptr ? ", " + std::to_string(rankCount()) + " ranks" : "") +
          (step_ > 0 ? ", from step " + std::to_string(step_) : ""));
}

double TrainingRun::seconds() const {
  return secondsBefore_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

double TrainingRun::progress() const {
  const LoaderPosition at = position();
  const double epochs = double(at.epoch) + double(at.batch) / double(loader_->batchesPerEpoch());
  const double clock = ranks_ != nullptr ? std::max(agreed_.seconds, secondsBefore_) : seconds();
  return trainingProgress(options_, options_.maxMinutes > 0 ? clock : 0, epochs, step_);
}

bool TrainingRun::isStopWanted() { return ranks_ != nullptr ? agreed_.isStopWanted : wasAskedToStop(); }

bool TrainingRun::wasAskedToStop() {
  if (cancel_.requested()) return true;
  const auto now = Clock::now();
  if (now - lastStopLook_ < std::chrono::milliseconds(250)) return false;
  lastStopLook_ = now;
  if (run_.stopRequested()) cancel_.request();
  return cancel_.requested();
}

void TrainingRun::step() {
  const LoaderPosition at = position();
  const double rate =
      options_.learningRate * rateFactor(options_.schedule, progress(), step_, options_.warmupSteps);
  const int64_t group = std::min(options_.accumulate, loader_->batchesPerEpoch() - at.batch);
  const bool isDue = ranks_ != nullptr && isFirst() && isCheckpointDue();
  const StepOutcome outcome = trainStep_->run(
      *loader_, group, rate, {.seconds = seconds(), .isStopWanted = ranks_ != nullptr && wasAskedToStop(), .isCheckpointDue = isDue});
  agreed_ = outcome.signals;
  ++step_;
  if (ranks_ != nullptr && options_.localSteps > 1 && step_ % options_.localSteps == 0) trainStep_->settle();
  if (outcome.isApplied) badInARow_ = 0; else countBadStep(outcome);
  reporter_.add(outcome, {.step = step_, .epoch = at.epoch, .learningRate = rate, .progress = progress(),
                          .seconds = seconds()});
  if (ranks_ != nullptr) reportTraffic();
  showLife();
}

/// The supervisor ends what is silent, also where nobody wants step events.
void TrainingRun::showLife() {
  const auto now = Clock::now();
  if (options_.eventsPerSecond > 0 || now - lastProgress_ < std::chrono::minutes(1)) return;
  lastProgress_ = now;
  events_.write("progress", {{"done", step_}, {"total", 0}, {"text", "training"}});
}

/// Once a second: what was said to the other ranks, and how long training stood still for it.
void TrainingRun::reportTraffic() {
  ++trafficSteps_;
  const auto now = Clock::now();
  if (options_.eventsPerSecond <= 0 || now - lastTraffic_ < std::chrono::seconds(1)) return;
  const SyncCost cost = trainStep_->takeSyncCost();
  const double seconds = std::chrono::duration<double>(now - lastTraffic_).count();
  events_.write("communication", {{"step", step_},
                                  {"values",
                                   {{"bytes_per_step", cost.bytesSent / double(trafficSteps_)},
                                    {"exposed_share", cost.exposedSeconds / seconds},
                                    {"busy_share", cost.busySeconds / seconds}}}});
  lastTraffic_ = now;
  trafficSteps_ = 0;
}

void TrainingRun::countBadStep(const StepOutcome& outcome) {
  ++skipped_;
  ++badInARow_;
  std::string parts;
  for (const auto& [name, value] : outcome.losses)
    parts += (parts.empty() ? "" : ", ") + name + " " + std::to_string(value);
  const std::string text = "step " + std::to_string(step_) + " was skipped: the loss or a gradient is not finite (" +
                           parts + ")";
  events_.write("message", {{"level", "warning"}, {"text", text}});
  require(badInARow_ < badStepsAllowed,
          "the last " + std::to_string(badStepsAllowed) + " steps up to step " + std::to_string(step_) +
              " gave a loss or gradient that is not finite (" + parts + "); lower trainer.learning_rate",
          "step " + std::to_string(step_), Code::JobFailed);
}

Progress TrainingRun::watchedProgress(const std::string& what) {
  return {.report =
              [this, what](int64_t done, int64_t total, const std::string& detail) {
                wasAskedToStop();
                const auto now = Clock::now();
                if (now - lastProgress_ < std::chrono::milliseconds(100)) return;
                lastProgress_ = now;
                events_.write("progress", {{"done", done}, {"total", total}, {"text", detail.empty() ? what : detail}});
              },
          .cancel = cancel_};
}

/// False when it was asked to stop meanwhile: on every rank.
bool TrainingRun::judge(bool isFinal) {
  reporter_.flush();
  trainStep_->settle();
  bool isStopped = false;
  if (isFirst()) {
    try {
      judgeAlone(isFinal);
    } catch (const Error& fault) {
      if (fault.code() != Code::Stopped) throw;
      isStopped = true;
    }
  }
  judgedStep_ = step_;
  if (ranks_ == nullptr) return !isStopped;
  const TimingMeter::Scope time(timing_, Phase::Evaluate);
  const at::Tensor flag = at::full({1}, double(isStopped), at::kDouble);
  ranks_->broadcast({flag});   // the others wait here
  return flag.item<double>() == 0;
}

void TrainingRun::judgeAlone(bool isFinal) {
  const TimingMeter::Scope time(timing_, Phase::Evaluate);
  const CurrentRanks alone(nullptr);   // the others do not take part
  const Ema* average = trainStep_->ema();
  if (isFinal) {
    const EvalScope scope(model_.network(), average);
    model_.calibrate(watchedProgress("calibrating"));
  }
  const EvaluationResult result = evaluateModel(model_, average, Split::Valid, watchedProgress("evaluating"));
  if (result.count == 0) {
    if (isFinal)
      events_.write("message", {{"level", "info"}, {"text", "no validation items: the model was not judged"}});
    return;
  }
  metrics_ = result.metrics;
  reportEvaluation(events_, result, Split::Valid, step_);
  if (isFinal) writeArtifacts(result.artifacts, run_.artifactsFolder());
}

void TrainingRun::evaluateIfDue() {
  if (options_.evaluateEvery <= 0 || !isEpochEnd() || judgedStep_ == step_ || isOver()) return;
  if (position().epoch % options_.evaluateEvery != 0) return;
  if (ranks_ == nullptr && !isEvaluationAffordable(seconds(), evaluatedSeconds_)) return;   // ranks have a clock each
  const auto start = Clock::now();
  judge(false);   // when it is stopped, the loop sees the same request and leaves
  evaluatedSeconds_ += std::chrono::duration<double>(Clock::now() - start).count();
}

bool TrainingRun::isCheckpointDue() const {
  if (options_.checkpointMinutes == 0) return false;
  if (step_ - savedStep_ >= options_.checkpointSteps) return true;
  const double hosts = ranks_ == nullptr ? 1 : std::max(1.0, double(ranks_->size()) / ranks_->place().localWorld);
  const double seconds = options_.checkpointMinutes > 0 ? options_.checkpointMinutes * 60 : checkpointInterval(checkpointCost_, secondsBetweenFailures / hosts);
  return Clock::now() - lastCheckpoint_ >= std::chrono::duration<double>(seconds);
}

void TrainingRun::checkpointIfDue() {
  if (ranks_ != nullptr ? agreed_.isCheckpointDue : isCheckpointDue()) saveCheckpoint(Saving::Beside);
}

TrainResult TrainingRun::result(RunState state) const {
  return {.state = state, .steps = step_, .seconds = seconds(), .metrics = metrics_};
}

TrainResult TrainingRun::leave() {
  reporter_.flush();
  saveCheckpoint(Saving::Now);
  return result(RunState::Stopped);
}

TrainResult TrainingRun::finish() {
  reporter_.flush();
  if (!judge(true)) return leave();
  saveCheckpoint(Saving::Now);
  return result(RunState::Done);
}

}  // namespace assay
