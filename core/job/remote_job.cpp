// SPDX-License-Identifier: Apache-2.0
#include "core/job/remote_job.h"

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/job/host_group.h"
#include "core/job/kubernetes_pods.h"
#include "core/job/local_launcher.h"
#include "core/job/slurm_script.h"
#include "core/job/supervisor_lock.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

std::string withoutUser(const std::string& host) { return host.substr(host.find('@') + 1); }

}  // namespace

std::string jobsFolder(const Target& target) {
  if (!target.folder.empty()) return target.folder;
  return target.kind == TargetKind::Kubernetes ? "/assay" : "~/.assay-jobs";
}

/// Bundles, caches and plugins of jobs lie in the target's folder; what the target sets comes after.
std::string jobEnvironment(const Target& target) {
  std::string text = "export ASSAY_HOME=" + remotePath(jobsFolder(target) + "/home") + "\n";
  for (const auto& [name, value] : target.environment) text += "export " + name + "=" + shellQuoted(value) + "\n";
  return text;
}

void submitElsewhere(const RunDirectory& run, const Target& target, const BundleMaker& makeBundle) {
  run.clearStop();
  if (!readLaunchRecord(run)) {   // written first: a run whose data could not be packed is this target's all the same
    const std::string token = freshToken();
    writeLaunchRecord(run, {target, "job-" + run.folder().filename().string() + "-" + token.substr(0, 8), token});
  }
  require(target.kind != TargetKind::Kubernetes || !target.claim.empty() || !run.lastCheckpoint(), "the run cannot go on there: its pods kept nothing, which takes a `claim` of the target",
          target.name, Code::Environment);
  if (!fs::exists(run.folder() / "staged")) makeBundle(readRunSpec(run.specFile()), run.folder() / "data.assay");
  RunStatus status = run.status();
  status.state = RunState::Created;
  status.ended = 0;
  status.errorCode = status.errorMessage = status.errorWhere = {};
  run.setStatus(status);
  require(reattach(run), "no process looks after the run; see the log", run.logFile().string(), Code::JobFailed);
}

bool reattach(const RunDirectory& run) {
  const std::optional<LaunchRecord> record = readLaunchRecord(run);
  if (!record || (record->target.kind != TargetKind::Ssh && record->target.kind != TargetKind::Kubernetes)) return false;
  const RunState state = run.status().state;
  if (state == RunState::Done || state == RunState::Stopped || state == RunState::Failed) return false;
  if (SupervisorLock::isHeld(run)) return true;
  ChildProcess mirror({siblingProgram("assay").string(), "mirror", run.folder().string()}, {.appendTo = run.logFile()}, ChildProcess::Session::Own);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (run.status().pid != mirror.pid() && std::chrono::steady_clock::now() < end)
    if (mirror.wait(std::chrono::milliseconds(50))) return run.status().state != RunState::Created;   // it has ended, and said why
  rememberLaunched(mirror.pid());
  return true;
}

RemoteShell RemoteJob::shell() const {
  const Target& target = record_.target;
  if (target.kind == TargetKind::Ssh) return RemoteShell(target.hosts.at(std::size_t(host_)));
  return RemoteShell(kubectl(target), KubernetesPods(target, record_.job).pod(host_));
}

std::string RemoteJob::place() const { return shell().host(); }

std::string RemoteJob::inFolder(const std::string& rest) const { return jobsFolder(record_.target) + "/" + rest; }

/// RUN, PROGRAM and what the target sets. A script that needs the run says so: an empty name would mean the root of the disk.
std::string RemoteJob::prelude(NeedsRun needs) const {
  std::string text = "PROGRAM=" + remotePath(record_.target.program) + "\n" + jobEnvironment(record_.target) + "RUN=$(cat " +
                     remotePath(inFolder("jobs/" + record_.job + "/run")) + " 2>/dev/null)\n";
  if (needs == NeedsRun::Yes) text += "[ -n \"$RUN\" ] && [ -d \"$RUN\" ] || { echo \"the job's folder is gone\" >&2; exit 66; }\n";
  return text;
}

void RemoteJob::stage(const fs::path& bundle, const std::string& sha256, const Progress& progress) const {
  const std::string remoteBundle = inFolder("bundles/" + sha256 + ".assay"), job = remotePath(inFolder("jobs/" + record_.job));
  const RemoteShell host = shell();
  host.put(bundle, sha256, remoteBundle, record_.token.substr(0, 8), progress);
  const std::string end = "ASSAY-" + record_.token;   // in no spec
  host.output(prelude(NeedsRun::No) + "umask 077\nmkdir -p " + job + " || exit 1\ncat > " + job + "/asked.yaml <<'" + end + "'\n" + readFile(run_.specFile()) + "\n" + end +
                    "\n\"$PROGRAM\" receive " + remotePath(remoteBundle) + " --spec " + job + "/asked.yaml --job " + shellQuoted(record_.job) + " > " + job + "/run.new || exit 1\nmv " + job +
                    "/run.new " + job + "/run\n",
                "unpacking the data", std::chrono::seconds(3600));
}

void RemoteJob::start(Starting how) const {
  const Target& target = record_.target;
  HostPlan plan;
  plan.host = host_;
  plan.hosts = target.hostCount();
  plan.ranks = target.ranks > 0 || target.kind == TargetKind::Ssh ? target.ranks : std::max(target.gpus, 1);   // a container may see more GPUs than it has
  plan.masterHost = !target.masterHost.empty() ? target.masterHost : target.kind == TargetKind::Ssh ? withoutUser(target.hosts.front()) : KubernetesPods(target, record_.job).addressOfFirst();
  plan.masterPort = target.port;
  plan.token = record_.token;
  std::string variables;
  const auto isSetByTarget = [&](const std::string& name) { return std::any_of(target.environment.begin(), target.environment.end(), [&](const auto& own) { return own.first == name; }); };
  for (const auto& [name, value] : hostEnvironment(plan))
    if (!isSetByTarget(name) && (name != "ASSAY_RANKS" || plan.ranks > 0)) variables += "export " + name + "=" + shellQuoted(value) + "\n";
  shell().output(prelude(NeedsRun::Yes) + variables +
                    (how == Starting::Again ? "grep -q '\"state\": *\"\\(done\\|failed\\|stopped\\)\"' \"$RUN/state.json\" && exit 0\n" : "") + "rm -f \"$RUN/stop\"\n\"$PROGRAM\" supervise \"$RUN\" --detach\n", "starting the job");
}

void RemoteJob::requestStop() const { shell().output(prelude(NeedsRun::Yes) + "touch \"$RUN/stop\"\n", "asking the job to stop"); }

std::unique_ptr<ChildProcess> RemoteJob::relay(int64_t after) const {
  return shell().start(prelude(NeedsRun::Yes) + "exec \"$PROGRAM\" relay \"$RUN\" --after " + std::to_string(after) + "\n");
}

std::unique_ptr<ChildProcess> RemoteJob::relayRanks() const { return shell().start(prelude(NeedsRun::Yes) + "exec \"$PROGRAM\" relay \"$RUN\" --ranks\n"); }

void RemoteJob::fetch(const std::string& path, const std::string& sha256, const fs::path& file) const {
  const RemoteShell host = shell();
  const std::string run = host.output(prelude(NeedsRun::Yes) + "printf %s \"$RUN\"\n", "looking for the job's folder");
  host.get(run + "/" + path, sha256, file);
}

}  // namespace assay
