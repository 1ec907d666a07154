// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "core/job/event_log.h"
#include "core/job/run_spec.h"

namespace assay {

/// How far a run is and how long it still takes, from its spec and its events.
class RunProgress {
 public:
  explicit RunProgress(const OptionValues& options);

  void take(const Event& event);

  int64_t step() const { return step_; }
  int64_t epoch() const { return epoch_; }
  int64_t maxEpochs() const { return maxEpochs_; }
  /// In [0, 1]: the largest share of the limits that are set (time, epochs, steps).
  double fraction() const;
  /// Seconds of training so far, over all resumptions that the log has seen.
  double elapsedSeconds() const { return elapsed_; }
  /// None before the first step, when there is nothing to go by.
  std::optional<double> secondsLeft() const;
  /// "epoch 14 of 40 · 6 min left"
  QString text() const;

 private:
  double maxSeconds_ = 0;
  int64_t maxEpochs_ = 0, maxSteps_ = 0;
  int64_t step_ = 0, epoch_ = 0;
  double elapsed_ = 0;
  double lastTime_ = 0;   ///< of the last event while training; 0 when it stands still
};

/// "40 s", "6 min", "2 h 5 min".
QString durationText(double seconds);

}  // namespace assay
