// SPDX-License-Identifier: Apache-2.0
#include "core/job/ssh_launcher.h"

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <map>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/job/host_group.h"
#include "core/job/local_launcher.h"
#include "core/job/slurm_script.h"
#include "core/job/supervisor_lock.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr double leastFreeMegabytes = 1000;
constexpr double mostClockDifference = 60;   // seconds; events carry times

std::string folderOf(const Target& target) { return target.folder.empty() ? "~/.assay-jobs" : target.folder; }

/// Lines "key value"; a program that is missing gives none of its lines.
std::map<std::string, std::string> answersOf(const std::string& output) {
  std::map<std::string, std::string> answers;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = line.find(' ');
    if (space != std::string::npos) answers[line.substr(0, space)] = line.substr(space + 1);
  }
  return answers;
}

/// Bundles, caches and plugins of jobs lie in the target's folder; what the target sets comes after.
std::string jobEnvironment(const Target& target) {
  std::string text = "export ASSAY_HOME=" + remotePath(folderOf(target) + "/home") + "\n";
  for (const auto& [name, value] : target.environment) text += "export " + name + "=" + shellQuoted(value) + "\n";
  return text;
}

std::string questions(const Target& target, const RunSpec& spec) {
  const std::string folder = remotePath(folderOf(target)), program = remotePath(target.program);
  return jobEnvironment(target) + "mkdir -p " + folder + " 2>/dev/null && [ -w " + folder + " ] && echo writable yes\n" +
         "echo clock $(date +%s)\n" +
         "echo free $(df -Pm " + folder + " 2>/dev/null | awk 'NR==2{print $4}')\n" +
         "echo gpus $(ls /proc/driver/nvidia/gpus 2>/dev/null | wc -l)\n" +
         "command -v " + program + " >/dev/null 2>&1 && echo program yes && echo version $(" + program + " --version 2>/dev/null | head -n 1)\n" +
         program + " options --markdown 2>/dev/null | grep -qF " + shellQuoted("(`" + spec.plugin + "`, task") + " && echo plugin yes\n";
}

void judge(const Target& target, const RunSpec& spec, const std::string& host, const std::map<std::string, std::string>& said, Problems& problems) {
  const auto has = [&](const char* key) { return said.contains(key) && !said.at(key).empty(); };
  const auto fault = [&](const std::string& text) { problems.push_back({Severity::Error, host, text, {}}); };
  if (!has("writable")) fault("the folder " + folderOf(target) + " cannot be written there");
  if (!has("program")) return fault("there is no program `" + target.program + "`; the target's `program` names another");
  if (!has("version") || said.at("version").find(ASSAY_VERSION) == std::string::npos)
    fault("it has Assay " + (has("version") ? said.at("version") : std::string("of an unknown version")) + ", and this machine " ASSAY_VERSION);
  if (!has("plugin")) fault("the plugin `" + spec.plugin + "` is not installed there");
  if (has("gpus") && spec.options.text("device.kind") == "cuda" && said.at("gpus") == "0") fault("cuda was asked for, and there is no GPU");
  if (has("free") && std::strtod(said.at("free").c_str(), nullptr) < leastFreeMegabytes)
    problems.push_back({Severity::Warning, host, "only " + said.at("free") + " MB are free in " + folderOf(target), {}});
  if (has("clock") && std::abs(std::strtod(said.at("clock").c_str(), nullptr) - double(std::time(nullptr))) > mostClockDifference)
    problems.push_back({Severity::Warning, host, "its clock is more than a minute off", {}});
}

std::optional<ChildExit> answerOf(ChildProcess& question, const CancelToken& cancel) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end && !cancel.requested())
    if (const auto ended = question.wait(std::chrono::milliseconds(50))) return ended;
  question.signal(SIGTERM);
  question.wait(std::chrono::seconds(1));
  cancel.check();
  return std::nullopt;
}

std::string withoutUser(const std::string& host) { return host.substr(host.find('@') + 1); }

}  // namespace

Problems SshLauncher::preflight(const RunSpec& spec) const {
  Problems problems;
  std::vector<std::unique_ptr<ChildProcess>> asked;
  try {
    for (const std::string& host : target_.hosts) asked.push_back(RemoteShell(host).start(questions(target_, spec)));
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const std::optional<ChildExit> ended = answerOf(*asked[i], cancel_);
      std::string words = asked[i]->errors();
      words.erase(words.find_last_not_of(" \r\n") + 1);
      if (!ended || ended->crashed() || ended->code == 255)
        problems.push_back({Severity::Error, target_.hosts[i], "ssh cannot reach the host: " + (words.empty() ? std::string("no answer") : words.substr(words.rfind('\n') + 1)), {}});
      else judge(target_, spec, target_.hosts[i], answersOf(asked[i]->output()), problems);
    }
  } catch (const Error& fault) {
    if (fault.code() == Code::Stopped) throw;
    problems.push_back({Severity::Error, target_.name, fault.what(), {}});
  }
  return problems;
}

void SshLauncher::submit(const RunDirectory& run) {
  run.clearStop();
  if (!readLaunchRecord(run)) {   // written first: a run whose data could not be packed is this target's all the same
    const std::string token = freshToken();
    writeLaunchRecord(run, {target_, "job-" + run.folder().filename().string() + "-" + token.substr(0, 8), token});
  }
  if (!fs::exists(run.folder() / "staged")) makeBundle_(run.folder() / "data.assay");
  RunStatus status = run.status();
  status.state = RunState::Created;
  status.ended = 0;
  status.errorCode = status.errorMessage = status.errorWhere = {};
  run.setStatus(status);
  require(reattach(run), "no process looks after the run; see the log", run.logFile().string(), Code::JobFailed);
}

bool reattach(const RunDirectory& run) {
  const std::optional<LaunchRecord> record = readLaunchRecord(run);
  if (!record || record->target.kind != TargetKind::Ssh) return false;
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

RemoteJob::RemoteJob(const RunDirectory& run, const LaunchRecord& record, int host)
    : run_(run), record_(record), host_(host), shell_(record.target.hosts.at(std::size_t(host))) {}

std::string RemoteJob::inFolder(const std::string& rest) const { return folderOf(record_.target) + "/" + rest; }

/// RUN, PROGRAM and what the target sets. A script that needs the run says so: an empty name would mean the root of the disk.
std::string RemoteJob::prelude(NeedsRun needs) const {
  std::string text = "PROGRAM=" + remotePath(record_.target.program) + "\n" + jobEnvironment(record_.target) + "RUN=$(cat " +
                     remotePath(inFolder("jobs/" + record_.job + "/run")) + " 2>/dev/null)\n";
  if (needs == NeedsRun::Yes) text += "[ -n \"$RUN\" ] && [ -d \"$RUN\" ] || { echo \"the job's folder is gone\" >&2; exit 66; }\n";
  return text;
}

void RemoteJob::stage(const fs::path& bundle, const std::string& sha256, const Progress& progress) const {
  const std::string remoteBundle = inFolder("bundles/" + sha256 + ".assay"), job = remotePath(inFolder("jobs/" + record_.job));
  shell_.put(bundle, sha256, remoteBundle, record_.token.substr(0, 8), progress);
  const std::string end = "ASSAY-" + record_.token;   // in no spec
  shell_.output(prelude(NeedsRun::No) + "umask 077\nmkdir -p " + job + " || exit 1\ncat > " + job + "/asked.yaml <<'" + end + "'\n" + readFile(run_.specFile()) + "\n" + end +
                    "\n\"$PROGRAM\" receive " + remotePath(remoteBundle) + " --spec " + job + "/asked.yaml --job " + shellQuoted(record_.job) + " > " + job + "/run.new || exit 1\nmv " + job +
                    "/run.new " + job + "/run\n",
                "unpacking the data", std::chrono::seconds(3600));
}

void RemoteJob::start() const {
  const Target& target = record_.target;
  HostPlan plan;
  plan.host = host_;
  plan.hosts = target.hostCount();
  plan.ranks = target.ranks;
  plan.masterHost = target.masterHost.empty() ? withoutUser(target.hosts.front()) : target.masterHost;
  plan.masterPort = target.port;
  plan.token = record_.token;
  std::string variables;
  for (const auto& [name, value] : hostEnvironment(plan))
    if (name != "ASSAY_RANKS" || target.ranks > 0) variables += "export " + name + "=" + shellQuoted(value) + "\n";
  shell_.output(prelude(NeedsRun::Yes) + variables + "rm -f \"$RUN/stop\"\n\"$PROGRAM\" supervise \"$RUN\" --detach\n", "starting the job");
}

void RemoteJob::requestStop() const { shell_.output(prelude(NeedsRun::Yes) + "touch \"$RUN/stop\"\n", "asking the job to stop"); }

std::unique_ptr<ChildProcess> RemoteJob::relay(int64_t after) const {
  return shell_.start(prelude(NeedsRun::Yes) + "exec \"$PROGRAM\" relay \"$RUN\" --after " + std::to_string(after) + "\n");
}

void RemoteJob::fetch(const std::string& path, const std::string& sha256, const fs::path& file) const {
  const std::string run = shell_.output(prelude(NeedsRun::Yes) + "printf %s \"$RUN\"\n", "looking for the job's folder");
  shell_.get(run + "/" + path, sha256, file);
}

}  // namespace assay
