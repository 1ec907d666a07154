// SPDX-License-Identifier: Apache-2.0
#include "app/cli/launchers.h"

#include "core/job/local_launcher.h"
#include "core/job/slurm_launcher.h"
#include "core/job/ssh_launcher.h"
#include "core/project/bundle.h"

namespace assay {

std::unique_ptr<Launcher> makeLauncher(const Target& target, OpenedProject& opened, Console& console) {
  if (target.kind == TargetKind::Slurm) return std::make_unique<SlurmLauncher>(target);
  if (target.kind == TargetKind::Ssh)
    return std::make_unique<SshLauncher>(target, [&opened, &console](const std::filesystem::path& out) { writeBundle(opened.project, *opened.database, out, console.progress()); });
  return std::make_unique<LocalLauncher>();
}

}  // namespace assay
