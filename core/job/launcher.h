// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/run_directory.h"

namespace assay {

/// Starts the processes of a run somewhere and lets go: everything after that goes through the run
/// directory, so closing the front end changes nothing for the job.
class ASSAY_CORE_API Launcher {
 public:
  virtual ~Launcher();
  /// Everything that would keep the job from starting there.
  virtual Problems preflight(const RunSpec& spec) const = 0;
  /// Returns when the supervisor is alive. Throws Error{Environment, JobFailed}.
  virtual void submit(const RunDirectory& run) = 0;
};

}  // namespace assay
