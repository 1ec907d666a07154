// SPDX-License-Identifier: Apache-2.0
// Learning-rate schedules as pure functions of the run's progress, so that a run limited by the clock
// follows the same curve as one limited by steps.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/export.h"

namespace assay {

enum class Schedule { Cosine, OneCycle, Constant };

/// "cosine", "one_cycle", "constant". Throws Error{BadOption}.
ASSAY_ENGINE_API Schedule scheduleFromName(std::string_view name);

/// Factor of the peak rate at `progress` in [0, 1] (clamped). Cosine: half a wave from 1 to 0. One cycle
/// (Smith and Topin 2017): 1/25 up to 1 over the first 30 %, down to 1/250000, both along half waves.
ASSAY_ENGINE_API double scheduleFactor(Schedule schedule, double progress);

/// Linear rise over the first `warmupSteps` steps: 1/n, 2/n, ... 1. Step counts from 0.
ASSAY_ENGINE_API double warmupFactor(int64_t step, int64_t warmupSteps);

/// Both together; one cycle brings its own warm-up.
ASSAY_ENGINE_API double rateFactor(Schedule schedule, double progress, int64_t step, int64_t warmupSteps);

}  // namespace assay
