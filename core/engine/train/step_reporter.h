// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "core/engine/train/timing_meter.h"
#include "core/engine/train/train_step.h"
#include "core/job/event_log.h"

namespace assay {

/// Where a run stands, for the events.
struct StepPlace {
  int64_t step = 0, epoch = 0;
  double learningRate = 0;
  double progress = 0;     ///< 0 to 1
  double seconds = 0;      ///< training wall time so far
};

/// Turns steps into "step" and "timing" events, at most `perSecond` (0: none), each with the mean over the
/// steps since the last; memory once a second. It only looks: nothing here reaches the training.
class ASSAY_ENGINE_API StepReporter {
 public:
  StepReporter(EventWriter& events, TimingMeter& timing, c10::Device device, double perSecond);

  void add(const StepOutcome& outcome, const StepPlace& place);
  /// Writes what has not been written yet.
  void flush();

 private:
  using Clock = std::chrono::steady_clock;
  void writeMemory();

  EventWriter& events_;
  TimingMeter& timing_;
  c10::Device device_;
  const double perSecond_;
  StepPlace place_;
  std::vector<std::pair<std::string, double>> sums_;   // in the order of the plugin's parts
  int64_t steps_ = 0, applied_ = 0, samples_ = 0;
  Clock::time_point lastEvent_ = Clock::now(), lastMemory_{};
  bool isFirst_ = true;
};

}  // namespace assay
