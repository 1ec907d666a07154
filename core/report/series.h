// SPDX-License-Identifier: Apache-2.0
// Curves out of a run's events, shaped for eyes. Views draw them; they compute nothing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/job/event_log.h"

namespace assay {

struct Series {
  std::string name;
  std::vector<double> x, y;   ///< equal lengths; x ascending: optimiser steps
};

/// What can be drawn: "loss" (step events), "valid/map33" (evaluations of a split), "timing/data", "memory/rss",
/// sorted by name.
ASSAY_CORE_API std::vector<std::string> curveNames(const std::vector<Event>& events);

/// One of them. A resumed run repeats the steps after its checkpoint: what came later replaces what it repeats.
ASSAY_CORE_API Series learningCurve(const std::vector<Event>& events, const std::string& name);

/// Exponential moving average, corrected for its start (Kingma and Ba 2015): weight 0 changes nothing, 0.9 averages about
/// ten points. Weights outside [0, 1) are refused.
ASSAY_CORE_API Series smoothed(const Series& series, double weight);

/// At most `points` points: of each stretch its lowest and highest stay, so no spike is lost.
ASSAY_CORE_API Series thinned(const Series& series, std::size_t points);

struct RunSummary {
  int64_t steps = 0, epochs = 0, restarts = 0;
  double samplesPerSecond = 0;                  ///< median over the step events
  std::map<std::string, double> lastValues;     ///< of the last step event
  std::map<std::string, double> lastMetrics;    ///< of the last evaluation, without the split
  std::map<std::string, double> seconds;        ///< data, forward, backward, ...: sums of the timing events
};
ASSAY_CORE_API RunSummary summarise(const std::vector<Event>& events);

}  // namespace assay
