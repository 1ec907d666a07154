// SPDX-License-Identifier: Apache-2.0
// The state of one training run and its moves; Trainer::run reads as their sentence. Among several ranks every one makes the same
// moves at the same steps: the first one judges, saves and keeps the clock, and the others wait for it.
#pragma once

#include <chrono>
#include <optional>

#include "core/engine/train/checkpoint_writer.h"
#include "core/engine/train/step_reporter.h"
#include "core/engine/train/trainer.h"

namespace assay {

class TrainingRun {
 public:
  TrainingRun(ModelType& model, const RunDirectory& run, EventWriter& events, const CancelToken& cancel);

  bool isOver() const { return progress() >= 1; }
  /// Also looks for the stop file, at most four times a second. Among ranks: whether all have agreed to stop.
  bool isStopWanted();
  void step();
  bool isEpochEnd() const { return position().batch == 0; }
  void evaluateIfDue();
  void checkpointIfDue();

  /// Calibrates, judges the final weights, saves. Returns Stopped when asked to stop meanwhile.
  TrainResult finish();
  /// Saves and leaves.
  TrainResult leave();

 private:
  using Clock = std::chrono::steady_clock;

  Json openCheckpoint();
  void prepareNetwork();
  void makeTrainStep(const Json& before);   ///< trainer.json of the checkpoint that the run goes on from, with as many ranks; null: it begins
  void resumeFrom(const Json& saved);
  void restoreWeights();
  void startLoader(LoaderPosition start);
  void shareState(const Json& saved);
  void announce();
  bool judge(bool isFinal);
  void judgeAlone(bool isFinal);
  enum class Saving { Beside, Now };
  void saveCheckpoint(Saving saving);
  CheckpointContent content(const NamedTensors& ofRanks, const at::Tensor& random) const;
  void countBadStep(const StepOutcome& outcome);
  void reportTraffic();
  void showLife();
  Json trainerState() const;
  Progress watchedProgress(const std::string& what);

  bool isFirst() const { return ranks_ == nullptr || ranks_->rank() == 0; }
  int rankCount() const { return ranks_ == nullptr ? 1 : ranks_->size(); }
  bool wasAskedToStop();
  bool isCheckpointDue() const;
  LoaderPosition position() const { return loader_->position(); }
  double seconds() const;
  double progress() const;
  TrainResult result(RunState state) const;

  ModelType& model_;
  const RunDirectory& run_;
  EventWriter& events_;
  const CancelToken cancel_;
  ProcessGroup* const ranks_;           ///< null for a rank alone
  const RunSpec spec_;
  const TrainOptions options_;
  DevicePlan plan_;
  TimingMeter timing_;
  StepReporter reporter_;
  std::shared_ptr<const BatchSource> source_;
  std::optional<TrainStep> trainStep_;
  std::optional<BatchLoader> loader_;
  std::optional<std::filesystem::path> checkpoint_;   ///< that the run goes on from; known to the first rank
  Json sumPlan_ = Json::object();       ///< how sums over ranks are formed, and why

  CheckpointWriter writer_;
  double checkpointCost_ = 0.05;        ///< seconds that one holds training up, as measured
  int64_t savedStep_ = 0;
  int64_t step_ = 0, skipped_ = 0, badInARow_ = 0;
  int64_t judgedStep_ = -1;             ///< the step whose weights were judged last
  double evaluatedSeconds_ = 0;         ///< spent on evaluations before the end
  std::map<std::string, double> metrics_;
  double secondsBefore_ = 0;            ///< of earlier sessions of this run
  int64_t trafficSteps_ = 0;            ///< since traffic was reported
  Clock::time_point lastTraffic_ = Clock::now();
  StepSignals agreed_;                  ///< among ranks: what the last step brought
  Clock::time_point started_ = Clock::now(), lastCheckpoint_ = Clock::now(), lastStopLook_{}, lastProgress_{};
};

}  // namespace assay
