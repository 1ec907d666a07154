// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include "core/job/launcher.h"

namespace assay {

/// This machine: a detached `assay supervise DIR` in its own session, so neither a closed window nor a closed
/// terminal ends the run.
class ASSAY_CORE_API LocalLauncher : public Launcher {
 public:
  Problems preflight(const RunSpec& spec) const override;
  void submit(const RunDirectory& run) override;
};

/// A detached child outlives its maker's wish and is its child all the same: in a workbench that stays open for days each would leave a
/// zombie. Earlier ones that have ended are taken off the process table here.
void rememberLaunched(pid_t child);

}  // namespace assay
