// SPDX-License-Identifier: Apache-2.0
#include "core/job/slurm_launcher.h"

#include <algorithm>
#include <cctype>
#include <csignal>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/job/child_process.h"
#include "core/job/host_group.h"
#include "core/job/launch_record.h"
#include "core/job/remote_shell.h"
#include "core/job/slurm_script.h"
#include "core/job/supervisor.h"

namespace assay {
namespace {

constexpr int secondsBeforeTheEnd = 120;
constexpr auto patience = std::chrono::seconds(60);

struct Said {
  int code = 0;
  std::string out, error;
};

/// Runs one of Slurm's programs. Its complaint comes back, for people.
Said ask(const std::vector<std::string>& command) {
  ChildProcess child(command, {.captureOutput = true, .captureError = true});
  const std::optional<ChildExit> ended = child.wait(patience);
  if (!ended) {
    child.signal(SIGKILL);
    child.wait();
  }
  require(ended.has_value(), "`" + command.front() + "` does not answer", command.front(), Code::Environment);
  return {ended->crashed() ? 128 + ended->signal : ended->code, child.output(), child.errors()};
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string option(const std::string& name, const std::string& value) { return value.empty() ? "" : "#SBATCH --" + name + "=" + value + "\n"; }

/// sbatch splits its options at spaces and fills in %-patterns.
std::string inPattern(const std::filesystem::path& path) {
  std::string text = "\"";
  for (const char c : path.string()) text += c == '%' ? std::string("%%") : c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return text + "\"";
}

std::string programOf(const Target& target) { return target.program == "assay" ? siblingProgram("assay").string() : target.program; }

}  // namespace

Problems SlurmLauncher::preflight(const RunSpec&) const {
  Problems problems;
  try {
    const Said version = ask({"sinfo", "--version"});
    if (version.code != 0) problems.push_back({Severity::Error, target_.name, "Slurm does not answer: " + firstLine(version.error), {}});
    if (!problems.empty() || target_.partition.empty()) return problems;
    const Said found = ask({"sinfo", "--noheader", "--format=%R", "--partition=" + target_.partition});
    if (found.code != 0 || found.out.find_first_not_of(" \n") == std::string::npos)
      problems.push_back({Severity::Error, target_.name, "Slurm has no partition `" + target_.partition + "`" + (found.error.empty() ? "" : ": " + firstLine(found.error)), {}});
  } catch (const Error& fault) {
    problems.push_back({Severity::Error, target_.name, fault.what(), {}});
  }
  return problems;
}

std::string SlurmLauncher::script(const RunDirectory& run, const std::string& token) const {
  const std::string folder = shellQuoted(run.folder().string()), program = remotePath(programOf(target_));
  std::string text = "#!/bin/bash\n" + option("job-name", "assay-" + run.folder().filename().string()) + option("nodes", std::to_string(target_.nodes)) +
                     option("ntasks-per-node", "1") + option("partition", target_.partition) + option("account", target_.account) +
                     option("time", target_.timeLimit) + option("gres", target_.gres) + "#SBATCH --requeue\n" + option("open-mode", "append") +
                     option("signal", "TERM@" + std::to_string(secondsBeforeTheEnd)) + option("output", inPattern(run.folder() / "slurm.log"));
  for (const auto& [name, value] : target_.environment) text += "export " + name + "=" + shellQuoted(value) + "\n";
  text += "export ASSAY_HOSTS=$SLURM_JOB_NUM_NODES ASSAY_JOB_TOKEN=" + shellQuoted(token) + "\n";
  if (target_.ranks > 0) text += "export ASSAY_RANKS=" + std::to_string(target_.ranks) + "\n";
  const std::string master = target_.masterHost.empty() ? "$(scontrol show hostnames \"$SLURM_JOB_NODELIST\" | head -n 1)" : target_.masterHost;
  text += "export ASSAY_MASTER=" + master + ":" + std::to_string(target_.port) + "\n";
  text += "if ! srun test -r " + folder + "/spec.yaml; then\n  " + program + " supervise " + folder +
          " --refuse 'not every node sees the run'\\''s folder: the project must be on a file system that all nodes share'\n  exit 6\nfi\n";
  return text + "srun --kill-on-bad-exit=0 sh -c 'ASSAY_HOST=$SLURM_NODEID exec \"$0\" supervise \"$1\"' " + program + " " + folder + "\n";
}

void SlurmLauncher::submit(const RunDirectory& run) {
  const std::optional<LaunchRecord> before = readLaunchRecord(run);
  require(!before || before->job.empty() || slurmState(before->job).state.empty(), "Slurm still has job " + (before ? before->job : "") + " of this run", run.folder().string());
  const std::filesystem::path file = run.folder() / "slurm.sh";
  const std::string token = freshToken();
  run.clearStop();
  writeLaunchRecord(run, {target_, {}, token});   // first: a run that Slurm refuses is Slurm's all the same
  writePrivately(file, script(run, token));
  RunStatus status = run.status();
  status.state = RunState::Created;   // it waits; what ended it before is over
  status.pid = 0;
  status.ended = 0;
  status.errorCode = status.errorMessage = status.errorWhere = {};
  run.setStatus(status);
  try {
    writeLaunchRecord(run, {target_, submitted(file), token});
  } catch (const Error& fault) {
    refuseRun(run, fault);
  }
}

std::string SlurmLauncher::submitted(const std::filesystem::path& file) const {
  const Said said = ask({"sbatch", "--parsable", file.string()});
  require(said.code == 0, "Slurm refused the job: " + firstLine(said.error), target_.name, Code::Environment);
  std::string job = firstLine(said.out);
  job.erase(std::min(job.find(';'), job.size()));   // with several clusters "number;cluster"
  require(!job.empty() && std::all_of(job.begin(), job.end(), [](unsigned char c) { return std::isdigit(c) != 0; }), "sbatch named no job: " + firstLine(said.out), target_.name,
          Code::Environment);
  return job;
}

bool cancelQueued(const RunDirectory& run) {
  const std::optional<LaunchRecord> record = readLaunchRecord(run);
  if (!record || record->target.kind != TargetKind::Slurm || record->job.empty()) return false;
  if (slurmState(record->job).state != "PENDING") return false;
  run.requestStop();   // should it start this very moment
  const Said said = ask({"scancel", "--state=PENDING", record->job});
  require(said.code == 0, "Slurm does not take the job out of its queue: " + firstLine(said.error), record->job, Code::Environment);
  RunStatus status = run.status();
  status.state = RunState::Stopped;
  status.pid = 0;
  run.setStatus(status);
  return true;
}

bool isRequeuedBySlurm(const RunDirectory& run) {
  if (run.stopRequested()) return false;
  const std::optional<SlurmState> now = slurmStateOf(run);
  return now && (now->state == "PENDING" || now->state.starts_with("REQUEUE") || now->state == "RUNNING" || now->state == "CONFIGURING" || now->state == "COMPLETING");
}

std::optional<SlurmState> slurmStateOf(const RunDirectory& run) try {
  const std::optional<LaunchRecord> record = readLaunchRecord(run);
  if (!record || record->target.kind != TargetKind::Slurm || record->job.empty()) return std::nullopt;
  return slurmState(record->job);
} catch (const Error&) {
  return std::nullopt;
}

SlurmState slurmState(const std::string& job) {
  const Said said = ask({"squeue", "--noheader", "--format=%T|%r", "--jobs=" + job});
  if (said.code != 0 && said.error.find("Invalid job id") != std::string::npos) return {};
  require(said.code == 0, "squeue cannot be asked: " + firstLine(said.error), "squeue", Code::Environment);
  const std::string line = firstLine(said.out);
  const std::size_t bar = line.find('|');
  return {line.substr(0, bar), bar == std::string::npos ? "" : line.substr(bar + 1)};
}

}  // namespace assay
