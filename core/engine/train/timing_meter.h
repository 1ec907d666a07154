// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

#include "core/base/json.h"

namespace assay {

/// Phases of a training run that people want to see apart.
enum class Phase { Data, Forward, Backward, Communicate, Optimiser, Evaluate };

/// Seconds per phase since they were last taken.
class ASSAY_ENGINE_API TimingMeter {
 public:
  /// Adds the time from its making to its end to a phase.
  class Scope {
   public:
    Scope(TimingMeter& meter, Phase phase) : meter_(meter), phase_(phase) {}
    ~Scope() { meter_.add(phase_, std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count()); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    TimingMeter& meter_;
    Phase phase_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  };

  void add(Phase phase, double seconds) { seconds_[static_cast<std::size_t>(phase)] += seconds; }
  /// {"data":s,"forward":s,"backward":s,"communicate":s,"optimiser":s,"evaluate":s}, and starts again from zero.
  Json take();

 private:
  std::array<double, 6> seconds_{};
};

}  // namespace assay
