// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/error.h"
#include "core/job/run_directory.h"

namespace assay {

/// Owns one run from start to end: starts its ranks, passes a stop request on, starts them all again from the last good
/// checkpoint after one has crashed or all have hung (at most trainer.restarts times), and leaves a final state. Runs inside
/// `assay supervise`. A rank that ends by itself with an error is not tried again: the same input would fail the same way.
class ASSAY_CORE_API Supervisor {
 public:
  explicit Supervisor(const RunDirectory& run) : run_(run) {}
  /// Returns the final state; blocks for the run's whole life. On a host other than the first of several (hostPlanFromEnvironment) it serves
  /// that one. Throws Error{JobFailed} when another supervisor has the run, Error{Environment} when hosts do not meet.
  RunState run(const CancelToken& cancel);
  /// Whether some process supervises the run now. The mark is the kernel's (flock) and ends with that process.
  static bool isAtWork(const RunDirectory& run);

 private:
  RunDirectory run_;
};

/// Writes the fault down as the run's end, and throws it.
[[noreturn]] ASSAY_CORE_API void refuseRun(const RunDirectory& run, const Error& fault);

}  // namespace assay
