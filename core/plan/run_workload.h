// SPDX-License-Identifier: Apache-2.0
// A training step as a run has measured it, for plans.
#pragma once

#include <filesystem>

#include "core/plan/step_plan.h"

namespace assay {

struct RunCost {
  std::string name;                             ///< "run 12"
  double parameters = 0;
  double forward = 0, backward = 0, rest = 0;   ///< seconds of a step; rest: the optimiser
};

/// Whether there is a run with events.
ASSAY_CORE_API bool isRunFolder(const std::filesystem::path& folder);

/// Out of the first thousands of events of its first rank, without the steps of the first second or so, in which everything warms up. Throws Error{BadInput} for a run that has not
/// trained long enough to be measured.
ASSAY_CORE_API RunCost costOfRun(const std::filesystem::path& folder);

/// Gradients in buckets of `bucketBytes` that become ready one after the other in equal parts of the backward pass: which layer takes how long, a run
/// does not say. Throws Error{BadInput} when bytesPerNumber is not .125 to 16.
ASSAY_CORE_API Workload runWorkload(const RunCost& cost, double bytesPerNumber, double bucketBytes);

}  // namespace assay
