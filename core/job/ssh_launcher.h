// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/launcher.h"
#include "core/job/remote_job.h"

namespace assay {

/// Hosts that the user's own ssh reaches. The data goes to each of them once per content; the ranks of all train together; a process
/// here (`assay mirror`) brings events, state and in the end the model home, and may be ended and started again at any time.
class ASSAY_CORE_API SshLauncher : public Launcher {
 public:
  SshLauncher(Target target, BundleMaker makeBundle, CancelToken cancel = {})
      : target_(std::move(target)), makeBundle_(std::move(makeBundle)), cancel_(std::move(cancel)) {}
  /// Asks every host at once for its program and version, plugin, GPUs, room and clock.
  Problems preflight(const RunSpec& spec) const override;
  void submit(const RunDirectory& run) override;

 private:
  Target target_;
  BundleMaker makeBundle_;
  CancelToken cancel_;
};

}  // namespace assay
