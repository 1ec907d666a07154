// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "core/engine/data/batch_loader.h"
#include "core/engine/device/device_plan.h"
#include "core/engine/plugin/model_type.h"
#include "core/engine/train/ema.h"
#include "core/engine/train/loss_scaler.h"
#include "core/engine/train/optimizers.h"
#include "core/engine/train/timing_meter.h"
#include "core/engine/train/train_options.h"

namespace assay {

/// What one step did.
struct StepOutcome {
  bool isApplied = true;     ///< false: a loss or gradient was not finite, and the weights are unchanged
  int64_t samples = 0;
  double gradientNorm = 0;   ///< before clipping
  std::vector<std::pair<std::string, double>> losses;   ///< "loss" (the total), then the plugin's parts
};

/// One update of the weights: forward and backward over the micro-batches, clip, optimiser, average.
class ASSAY_ENGINE_API TrainStep {
 public:
  TrainStep(ModelType& model, const DevicePlan& plan, const TrainOptions& options, TimingMeter& timing);
  ~TrainStep();

  /// `microBatches` batches of the loader make one gradient: the mean over them.
  StepOutcome run(BatchLoader& loader, int64_t microBatches, double learningRate);

  /// None when trainer.ema_decay is 0.
  Ema* ema() { return ema_ ? &*ema_ : nullptr; }
  /// Optimiser moments and the loss scale, by name; shares storage.
  NamedTensors state() const;

 private:
  void accumulate(Batch& batch, int64_t microBatches, StepOutcome& outcome);
  bool finishGradients(StepOutcome& outcome);
  void undoBuffers();
  void keepBuffers();

  ModelType& model_;
  const DevicePlan plan_;
  const TrainOptions options_;
  TimingMeter& timing_;
  std::unique_ptr<Optimizer> optimizer_;
  std::optional<Ema> ema_;
  std::optional<LossScaler> scaler_;
  std::vector<at::Tensor> buffers_, goodBuffers_;   // a skipped step must not leave NaN in batch-norm statistics
};

}  // namespace assay
