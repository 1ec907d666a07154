// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/run_directory.h"

namespace assay {

/// One process a run that starts its workers, or looks after them elsewhere: two would write the same state. The mark is the
/// kernel's (flock). The descriptor is inherited on purpose (no O_CLOEXEC): a worker whose supervisor was killed holds the mark
/// until it ends, too.
class SupervisorLock {
 public:
  /// Waits five seconds for a predecessor that is just leaving. Throws Error{JobFailed} when another process has it.
  explicit SupervisorLock(const RunDirectory& run);
  ~SupervisorLock();
  SupervisorLock(const SupervisorLock&) = delete;
  SupervisorLock& operator=(const SupervisorLock&) = delete;

  static bool isHeld(const RunDirectory& run);

 private:
  int fd_;
};

}  // namespace assay
