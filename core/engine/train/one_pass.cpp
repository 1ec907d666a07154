// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/one_pass.h"

#include <chrono>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/log_text.h"
#include "core/engine/device/process_group.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/eval_scope.h"
#include "core/engine/train/evaluator.h"
#include "core/engine/train/module_tensors.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

class OnePass {
 public:
  OnePass(ModelType& model, const RunDirectory& run, EventWriter& events, const CancelToken& cancel)
      : model_(model), run_(run), events_(events), cancel_(cancel), spec_(run.spec()), plan_(planDevice(spec_.options)) {
    plan_.precision = Precision::Fp32;   // distances of halves would be noise
    applyTf32(plan_.precision);
  }

  TrainResult go() {
    announce();
    placeNetwork(model_.network(), plan_);
    try {
      const EvalScope scope(model_.network());
      model_.fit(watched("learning what is normal"));
      model_.calibrate(watched("calibrating"));
    } catch (const Error& fault) {
      if (fault.code() != Code::Stopped) throw;
      return {.state = RunState::Stopped, .steps = 0, .seconds = seconds(), .metrics = {}};
    }
    placeNetwork(model_.network(), plan_);   // what was learnt are tensors of the network, too
    save({});   // whatever becomes of the judgement
    const auto metrics = judge();
    if (!metrics.empty()) save(metrics);
    return {.state = RunState::Done, .steps = 1, .seconds = seconds(), .metrics = metrics};
  }

 private:
  void announce() {
    Json plan = toJson(plan_);
    int64_t weights = 0;
    for (const at::Tensor& parameter : model_.network().parameters()) weights += parameter.numel();
    plan["parameters"] = weights;
    plan["samples"] = 0;
    plan["batches_per_epoch"] = 1;
    plan["step"] = 0;
    plan["ranks"] = 1;
    events_.write("plan", plan);
    logInfo("one pass on " + plan_.description + ", " + std::to_string(weights) + " parameters");
  }

  /// None when nothing is there to judge by, or it was asked to stop: what was learnt is good all the same.
  std::map<std::string, double> judge() {
    try {
      const EvaluationResult result = evaluateModel(model_, nullptr, Split::Valid, watched("evaluating"));
      if (result.count == 0) {
        events_.write("message", {{"level", "info"}, {"text", "no validation items: the model was not judged"}});
        return {};
      }
      reportEvaluation(events_, result, Split::Valid, 1);
      writeArtifacts(result.artifacts, run_.artifactsFolder());
      return result.metrics;
    } catch (const Error& fault) {
      if (fault.code() != Code::Stopped) throw;
      return {};
    }
  }

  void save(const std::map<std::string, double>& metrics) {
    CheckpointContent content;
    content.model = stateTensors(model_.network());
    content.trainer = {{"format", 1}, {"plugin", spec_.plugin}, {"plugin_version", spec_.pluginVersion}, {"seed", spec_.options.integer("seed")},
                       {"step", 1}, {"epoch", 1}, {"batch", 0}, {"progress", 1.0}, {"seconds", seconds()}, {"kind", plan_.device.is_cpu() ? "cpu" : "cuda"},
                       {"threads", plan_.threads}, {"ranks", 1}, {"precision", precisionName(plan_.precision)}, {"metrics", metricsJson(metrics)}};
    content.metadata = model_.metadata();
    const auto folder = writeCheckpoint(run_.checkpointsFolder(), content, spec_.options.integer("trainer.keep_checkpoints"));
    events_.write("checkpoint", {{"generation", folder.filename().string()}, {"step", 1}});
  }

  Progress watched(const std::string& what) {
    return {.report =
                [this, what](int64_t done, int64_t total, const std::string& detail) {
                  if (run_.stopRequested()) cancel_.request();
                  const auto now = Clock::now();
                  if (now - lastProgress_ < std::chrono::milliseconds(100)) return;
                  lastProgress_ = now;
                  events_.write("progress", {{"done", done}, {"total", total}, {"text", detail.empty() ? what : detail}});
                },
            .cancel = cancel_};
  }

  double seconds() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }

  ModelType& model_;
  const RunDirectory& run_;
  EventWriter& events_;
  CancelToken cancel_;
  const RunSpec spec_;
  DevicePlan plan_;
  const Clock::time_point started_ = Clock::now();
  Clock::time_point lastProgress_{};
};

}  // namespace

TrainResult fitInOnePass(ModelType& model, const RunDirectory& run, EventWriter& events, const CancelToken& cancel) {
  require(currentRanks() == nullptr, "this model learns in one pass over its data, which one process makes: set distributed.ranks to 1", "distributed.ranks",
          Code::BadOption);
  return OnePass(model, run, events, cancel).go();
}

}  // namespace assay
