// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "core/engine/data/batch_loader.h"
#include "core/engine/device/device_plan.h"
#include "core/engine/device/gradient_sync.h"
#include "core/engine/plugin/model_type.h"
#include "core/engine/train/ema.h"
#include "core/engine/train/loss_scaler.h"
#include "core/engine/train/optimizers.h"
#include "core/engine/train/pass_recorder.h"
#include "core/engine/train/timing_meter.h"
#include "core/engine/train/train_options.h"

namespace assay {

/// What the ranks tell each other in each step, beside gradients.
struct StepSignals {
  double seconds = 0;        ///< training time of the first rank: every schedule goes by its clock
  bool isStopWanted = false;      ///< by any rank
  bool isCheckpointDue = false;   ///< on the first rank's clock
};

/// What one step did.
struct StepOutcome {
  bool isApplied = true;     ///< false: a loss or gradient was not finite, and the weights are unchanged
  int64_t samples = 0;       ///< of all ranks
  double gradientNorm = 0;   ///< before clipping
  std::vector<std::pair<std::string, double>> losses;   ///< "loss" (the total, of the whole batch), then the plugin's parts (of this rank)
  StepSignals signals;       ///< as all ranks have agreed
};

/// One update of the weights: forward and backward over the micro-batches, clip, optimiser, average. Among several ranks each
/// takes its part of every batch, and all make the same update.
class ASSAY_ENGINE_API TrainStep {
 public:
  TrainStep(ModelType& model, const DevicePlan& plan, const TrainOptions& options, TimingMeter& timing);
  /// One rank among several. `ranks` must live on; `sync` is of the network's learning parameters, and null where options.localSteps is
  /// above 1: then each rank goes its own way for so many steps, and weights are averaged (Stich 2019, "Local SGD converges fast and
  /// communicates little"). Moments stay each rank's own.
  TrainStep(ModelType& model, const DevicePlan& plan, const TrainOptions& options, TimingMeter& timing, ProcessGroup* ranks,
            std::unique_ptr<GradientSync> sync);
  ~TrainStep();

  /// Steps whose shapes return are recorded and repeated (PassRecorder), where the model allows; a rank alone with a GPU does so by itself.
  void recordWith(RecordWork record);

  /// `microBatches` batches of the loader make one gradient: the mean over them.
  StepOutcome run(BatchLoader& loader, int64_t microBatches, double learningRate, const StepSignals& signals = {});

  /// None when trainer.ema_decay is 0.
  Ema* ema() { return ema_ ? &*ema_ : nullptr; }
  /// Optimiser moments and the loss scale, by name; shares storage. The same on every rank.
  NamedTensors state() const;
  /// What differs from rank to rank: what compression owes, and with local steps the moments.
  NamedTensors ownState() const;
  SyncCost takeSyncCost();
  GradientBuckets buckets() const;   ///< in which gradients travel; none for a rank alone
  /// With local steps: the ranks' weights become their mean, as before something is judged or saved. Called on every rank.
  void settle();

 private:
  struct Exchange;
  void accumulate(Batch& batch, int64_t microBatches, StepOutcome& outcome);
  void accumulateRecorded(std::unique_ptr<Batch> batch, int64_t microBatches, StepOutcome& outcome);
  void noteLosses(const LossTerms& terms, int64_t samples, int64_t microBatches, StepOutcome& outcome);
  void accumulateAmongRanks(Batch& batch, int64_t microBatches, bool isLast, const StepSignals& own, StepOutcome& outcome);
  LossTerms lossOf(Batch& batch);
  void addParts(const LossTerms& terms, double share, StepOutcome& outcome) const;
  void backwardAndExchange(const at::Tensor& total);
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
  bool mayRecord_ = false;                          ///< until the first batch shows whether its like can be recorded
  std::unique_ptr<PassRecorder> recorder_;          ///< none where steps are not recorded
  ProcessGroup* const ranks_;
  std::unique_ptr<GradientSync> sync_;              ///< none for a rank alone, and with local steps
  SyncCost averagingCost_;
  std::vector<at::Tensor> buffers_, goodBuffers_;   // a skipped step must not leave NaN in batch-norm statistics
};

}  // namespace assay
