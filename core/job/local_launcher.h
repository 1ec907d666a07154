// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/launcher.h"

namespace assay {

/// This machine: a detached `assay supervise DIR` in its own session, so neither a closed window nor a closed
/// terminal ends the run.
class ASSAY_CORE_API LocalLauncher : public Launcher {
 public:
  Problems preflight(const RunSpec& spec) const override;
  void submit(const RunDirectory& run) override;
};

}  // namespace assay
