// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/schedules.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "core/base/error.h"

namespace assay {
namespace {

/// From `start` at 0 to `end` at 1 along half a cosine wave.
double halfWave(double start, double end, double position) {
  return end + (start - end) * 0.5 * (1 + std::cos(std::numbers::pi * position));
}

double oneCycle(double progress) {
  constexpr double rise = 0.3, low = 1.0 / 25, last = low / 1e4;
  return progress < rise ? halfWave(low, 1, progress / rise) : halfWave(1, last, (progress - rise) / (1 - rise));
}

}  // namespace

Schedule scheduleFromName(std::string_view name) {
  if (name == "cosine") return Schedule::Cosine;
  if (name == "one_cycle") return Schedule::OneCycle;
  if (name == "constant") return Schedule::Constant;
  throw Error(Code::BadOption, "`" + std::string(name) + "` is none of cosine, one_cycle, constant", "trainer.schedule");
}

double scheduleFactor(Schedule schedule, double progress) {
  const double position = std::clamp(progress, 0.0, 1.0);
  switch (schedule) {
    case Schedule::Cosine: return halfWave(1, 0, position);
    case Schedule::OneCycle: return oneCycle(position);
    case Schedule::Constant: return 1;
  }
  return 1;
}

double warmupFactor(int64_t step, int64_t warmupSteps) {
  return step >= warmupSteps ? 1 : static_cast<double>(step + 1) / static_cast<double>(warmupSteps);
}

double rateFactor(Schedule schedule, double progress, int64_t step, int64_t warmupSteps) {
  const double factor = scheduleFactor(schedule, progress);
  return schedule == Schedule::OneCycle ? factor : factor * warmupFactor(step, warmupSteps);
}

}  // namespace assay
