// SPDX-License-Identifier: Apache-2.0
#include "core/project/make_launcher.h"

#include "core/job/kubernetes_launcher.h"
#include "core/job/launch_record.h"
#include "core/job/local_launcher.h"
#include "core/job/slurm_launcher.h"
#include "core/job/ssh_launcher.h"
#include "core/project/bundle.h"

namespace assay {

std::unique_ptr<Launcher> makeLauncher(const Target& target, const Project& project, Database& database, const Progress& progress) {
  if (target.kind == TargetKind::Slurm) return std::make_unique<SlurmLauncher>(target);
  const BundleMaker makeBundle = [&project, &database, &progress](const RunSpec& asked, const std::filesystem::path& out) {
    writeBundle(project, database, out, progress, {.model = {}, .asked = asked});
  };
  if (target.kind == TargetKind::Ssh) return std::make_unique<SshLauncher>(target, makeBundle, progress.cancel);
  if (target.kind == TargetKind::Kubernetes) return std::make_unique<KubernetesLauncher>(target, makeBundle);
  return std::make_unique<LocalLauncher>();
}

Target targetOfRun(const RunDirectory& run) {
  const std::optional<LaunchRecord> record = readLaunchRecord(run);
  return record ? record->target : Target{};
}

}  // namespace assay
