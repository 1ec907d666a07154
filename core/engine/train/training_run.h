// SPDX-License-Identifier: Apache-2.0
// The state of one training run and its moves; Trainer::run reads as their sentence.
#pragma once

#include <chrono>
#include <optional>

#include "core/engine/train/step_reporter.h"
#include "core/engine/train/trainer.h"

namespace assay {

class TrainingRun {
 public:
  TrainingRun(ModelType& model, const RunDirectory& run, EventWriter& events, const CancelToken& cancel);

  bool isOver() const { return progress() >= 1; }
  /// Also looks for the stop file, at most four times a second.
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

  void resumeFrom(const std::filesystem::path& folder);
  void startLoader(LoaderPosition start);
  void announce();
  void judge(bool isFinal);
  void saveCheckpoint();
  void countBadStep(const StepOutcome& outcome);
  Json trainerState() const;
  Progress watchedProgress(const std::string& what);

  LoaderPosition position() const { return loader_->position(); }
  double seconds() const;
  double progress() const;
  TrainResult result(RunState state) const;

  ModelType& model_;
  const RunDirectory& run_;
  EventWriter& events_;
  const CancelToken cancel_;
  const RunSpec spec_;
  const TrainOptions options_;
  DevicePlan plan_;
  TimingMeter timing_;
  StepReporter reporter_;
  std::shared_ptr<const BatchSource> source_;
  std::optional<TrainStep> trainStep_;
  std::optional<BatchLoader> loader_;

  int64_t step_ = 0, skipped_ = 0, badInARow_ = 0;
  int64_t judgedStep_ = -1;             ///< the step whose weights were judged last
  std::map<std::string, double> metrics_;
  double secondsBefore_ = 0;            ///< of earlier sessions of this run
  Clock::time_point started_ = Clock::now(), lastCheckpoint_ = Clock::now(), lastStopLook_{}, lastProgress_{};
};

}  // namespace assay
