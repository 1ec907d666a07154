// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/training_run.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/log_text.h"
#include "core/base/random_seed.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/eval_scope.h"
#include "core/engine/train/evaluator.h"
#include "core/engine/train/module_tensors.h"
#include "core/engine/train/random_state.h"

namespace assay {
namespace {

constexpr int64_t badStepsAllowed = 10;
constexpr int trainerFormat = 1;

int64_t count(const Json& json, const char* key, const std::string& where) {
  const int64_t value = member<int64_t>(json, key, where);
  require(value >= 0, std::string("`") + key + "` must not be negative", where);
  return value;
}

}  // namespace

TrainingRun::TrainingRun(ModelType& model, const RunDirectory& run, EventWriter& events, const CancelToken& cancel)
    : model_(model), run_(run), events_(events), cancel_(cancel), spec_(run.spec()),
      options_(readTrainOptions(spec_.options)), plan_(planDevice(spec_.options)),
      reporter_(events, timing_, plan_.device, options_.eventsPerSecond) {
  const std::optional<std::filesystem::path> checkpoint = run.lastCheckpoint();
  if (checkpoint) {
    const Checkpoint saved(*checkpoint);
    saved.requirePlugin(spec_.plugin);
    model_.restoreMetadata(saved.metadata());   // before the network is touched: its shape may follow from it
  }
  source_ = model_.trainingSource();
  require(source_ != nullptr && source_->size() > 0, "the plugin found nothing to learn from", {}, Code::BadPlugin);
  placeNetwork(model_.network(), plan_);
  model_.network().train();
  // Not the seed that initialised the weights: dropout must not repeat the same draws.
  at::manual_seed(deriveSeed(options_.seed, "training"));
  if (checkpoint) {
    resumeFrom(*checkpoint);
  } else {
    trainStep_.emplace(model_, plan_, options_, timing_);
    startLoader({});
  }
  announce();
}

void TrainingRun::startLoader(LoaderPosition start) {
  loader_.emplace(source_, LoaderOptions{.batchSize = options_.batchSize > 0 ? options_.batchSize : source_->suggestedBatchSize(),
                                         .workers = plan_.loaderWorkers,
                                         .seed = deriveSeed(options_.seed, "loader"),
                                         .start = start});
}

void TrainingRun::resumeFrom(const std::filesystem::path& folder) {
  const Checkpoint checkpoint(folder);
  const Json& saved = checkpoint.trainer();
  const std::string where = (folder / "trainer.json").string();
  require(count(saved, "format", where) <= trainerFormat, "the checkpoint was written by a newer Assay", where,
          Code::NewerFormat);
  require(member<int64_t>(saved, "seed", where) == int64_t(options_.seed), "the checkpoint was trained with another seed", where);
  // Measured again, the probe could decide otherwise, and the resumed run would not be the same run.
  if (member<std::string>(saved, "kind", where) == (plan_.device.is_cpu() ? "cpu" : "cuda"))
    plan_.precision = precisionFromName(member<std::string>(saved, "precision", where));
  if (count(saved, "threads", where) != plan_.threads)
    events_.write("message", {{"level", "warning"},
                              {"text", "resumed with another number of threads: the weights will differ in the last "
                                       "bits from those of an uninterrupted run"}});
  trainStep_.emplace(model_, plan_, options_, timing_);
  const SafetensorsFile model = checkpoint.model(), training = checkpoint.training();
  const NamedTensors live = stateTensors(model_.network());
  if (Ema* ema = trainStep_->ema()) {
    restoreTensors(ema->average(), model);
    restoreTensors(live, training, "weights/");
    ema->setUpdates(count(saved, "ema_updates", where));
  } else {
    restoreTensors(live, model);
  }
  restoreTensors(trainStep_->state(), training, "state/");
  writeRandomState(training.read("random/cpu"));
  step_ = count(saved, "step", where);
  skipped_ = count(saved, "skipped", where);
  badInARow_ = count(saved, "bad_in_a_row", where);
  secondsBefore_ = member<double>(saved, "seconds", where);
  const Json metrics = member<Json>(saved, "metrics", where);
  for (const auto& [name, value] : metrics.items())
    if (value.is_number()) metrics_[name] = value.get<double>();
  startLoader({count(saved, "epoch", where), count(saved, "batch", where)});
}

void TrainingRun::announce() {
  Json plan = toJson(plan_);
  int64_t weights = 0;
  for (const at::Tensor& parameter : model_.network().parameters()) weights += parameter.numel();
  plan["parameters"] = weights;
  plan["samples"] = source_->size();
  plan["batches_per_epoch"] = loader_->batchesPerEpoch();
  plan["step"] = step_;
  events_.write("plan", plan);
  logInfo("training on " + plan_.description + ", " + std::string(precisionName(plan_.precision)) + ", " +
          std::to_string(weights) + " parameters, " + std::to_string(source_->size()) + " samples" +
          (step_ > 0 ? ", from step " + std::to_string(step_) : ""));
}

double TrainingRun::seconds() const {
  return secondsBefore_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

double TrainingRun::progress() const {
  const LoaderPosition at = position();
  const double epochs = double(at.epoch) + double(at.batch) / double(loader_->batchesPerEpoch());
  return trainingProgress(options_, options_.maxMinutes > 0 ? seconds() : 0, epochs, step_);
}

bool TrainingRun::isStopWanted() {
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
  const StepOutcome outcome = trainStep_->run(*loader_, group, rate);
  ++step_;
  if (outcome.isApplied) badInARow_ = 0; else countBadStep(outcome);
  reporter_.add(outcome, {.step = step_, .epoch = at.epoch, .learningRate = rate, .progress = progress(),
                          .seconds = seconds()});
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
                isStopWanted();
                const auto now = Clock::now();
                if (now - lastProgress_ < std::chrono::milliseconds(100)) return;
                lastProgress_ = now;
                events_.write("progress", {{"done", done}, {"total", total}, {"text", detail.empty() ? what : detail}});
              },
          .cancel = cancel_};
}

void TrainingRun::judge(bool isFinal) {
  reporter_.flush();
  const TimingMeter::Scope time(timing_, Phase::Evaluate);
  const Ema* average = trainStep_->ema();
  if (isFinal) {
    const EvalScope scope(model_.network(), average);
    model_.calibrate(watchedProgress("calibrating"));
  }
  const EvaluationResult result = evaluateModel(model_, average, Split::Valid, watchedProgress("evaluating"));
  judgedStep_ = step_;
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
  try {
    judge(false);
  } catch (const Error& fault) {
    if (fault.code() != Code::Stopped) throw;   // the loop sees the same request and leaves
  }
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
          {"precision", precisionName(plan_.precision)},
          {"metrics", metricsJson(metrics_)}};
}

void TrainingRun::saveCheckpoint() {
  CheckpointContent content;
  const NamedTensors live = stateTensors(model_.network());
  content.training = withPrefix("state/", trainStep_->state());
  if (Ema* ema = trainStep_->ema()) {
    content.model = ema->average();
    for (NamedTensor& named : withPrefix("weights/", live)) content.training.push_back(std::move(named));
  } else {
    content.model = live;
  }
  content.training.push_back({"random/cpu", readRandomState()});
  content.trainer = trainerState();
  content.metadata = model_.metadata();
  const std::filesystem::path folder = writeCheckpoint(run_.checkpointsFolder(), content, options_.keepCheckpoints);
  lastCheckpoint_ = Clock::now();
  events_.write("checkpoint", {{"generation", folder.filename().string()}, {"step", step_}});
}

void TrainingRun::checkpointIfDue() {
  if (options_.checkpointMinutes <= 0) return;
  if (Clock::now() - lastCheckpoint_ >= std::chrono::duration<double, std::ratio<60>>(options_.checkpointMinutes))
    saveCheckpoint();
}

TrainResult TrainingRun::result(RunState state) const {
  return {.state = state, .steps = step_, .seconds = seconds(), .metrics = metrics_};
}

TrainResult TrainingRun::leave() {
  reporter_.flush();
  saveCheckpoint();
  return result(RunState::Stopped);
}

TrainResult TrainingRun::finish() {
  reporter_.flush();
  try {
    judge(true);
  } catch (const Error& fault) {
    if (fault.code() != Code::Stopped) throw;
    return leave();
  }
  saveCheckpoint();
  return result(RunState::Done);
}

}  // namespace assay
