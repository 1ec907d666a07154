// SPDX-License-Identifier: Apache-2.0
#include "core/job/local_launcher.h"

#include <chrono>
#include <csignal>
#include <mutex>
#include <vector>

#include <sys/wait.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/paths.h"
#include "core/job/child_process.h"
#include "core/job/supervisor.h"
#include "core/plugin/catalogue.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr auto startPatience = std::chrono::seconds(20);
constexpr auto pollInterval = std::chrono::milliseconds(20);
constexpr std::uintmax_t neededBytes = 200u << 20;   // checkpoints and decoded images of a small job

void addMissingPrograms(Problems& problems) {
  for (const char* program : {"assay", "assay-worker"}) {
    try {
      siblingProgram(program);
    } catch (const Error& error) {
      problems.push_back({Severity::Error, program, error.message(), {}});
    }
  }
}

/// ": its last words", because a path alone sends people looking.
std::string lastLineOf(const fs::path& log) {
  std::error_code missing;
  if (!fs::exists(log, missing)) return {};
  std::string text = readFile(log);
  text.erase(text.find_last_not_of(" \r\n") + 1);
  text.erase(0, text.rfind('\n') + 1);
  return text.empty() ? "" : ": " + text;
}

/// A run that never began says so; else it would look as if it were about to begin for ever.
void noteFailure(const RunDirectory& run, const Error& fault) try {
  if (Supervisor::isAtWork(run)) return;   // somebody else's: the state is theirs
  RunStatus status = run.status();
  status.state = RunState::Failed;
  status.pid = 0;
  status.ended = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  status.errorCode = codeName(fault.code());
  status.errorMessage = fault.message();
  status.errorWhere = fault.where();
  run.setStatus(status);
} catch (const Error& second) {   // a full disk: the first fault is the one to report
  log::warn("the failed start cannot be written down: {}", second.what());
}

void startSupervisor(const RunDirectory& run) {
  const double endedBefore = run.status().ended;   // of an earlier sitting: no sign that this one began
  run.clearStop();
  ChildProcess supervisor({siblingProgram("assay").string(), "supervise", run.folder().string()},
                          {.appendTo = run.logFile()}, ChildProcess::Session::Own);
  const auto end = std::chrono::steady_clock::now() + startPatience;
  while (std::chrono::steady_clock::now() < end) {
    const bool ended = supervisor.wait(pollInterval).has_value();
    const RunStatus status = run.status();
    if (status.pid == supervisor.pid() || (ended && status.ended > 0 && status.ended != endedBefore)) {
      if (!ended) rememberLaunched(supervisor.pid());
      return;
    }
    if (ended)
      throw Error(Code::JobFailed, "the supervisor did not start" + lastLineOf(run.logFile()), run.logFile().string());
  }
  supervisor.signal(SIGKILL);   // it has no worker yet, and must not begin behind our back
  supervisor.wait();
  throw Error(Code::JobFailed, "the supervisor did not report within 20 s; see the log", run.logFile().string());
}

}  // namespace

Launcher::~Launcher() = default;

void rememberLaunched(pid_t child) {
  static std::mutex mutex;
  static std::vector<pid_t> launched;
  const std::lock_guard lock(mutex);
  std::erase_if(launched, [](pid_t pid) { return waitpid(pid, nullptr, WNOHANG) != 0; });
  launched.push_back(child);
}

Problems LocalLauncher::preflight(const RunSpec& spec) const {
  Problems problems;
  addMissingPrograms(problems);
  try {
    const PluginManifest manifest = PluginCatalogue::scan().byId(spec.plugin);
    if (!fs::exists(manifest.library))
      problems.push_back({Severity::Error, "plugin", "the library of plugin `" + spec.plugin + "` is missing: " +
                                                         manifest.library.string(), {}});
  } catch (const Error& error) {
    problems.push_back({Severity::Error, "plugin", error.what(), {}});
  }
  std::error_code error;
  const fs::space_info space = fs::space(spec.dataRoot, error);
  if (!error && space.available < neededBytes)
    problems.push_back({Severity::Warning, spec.dataRoot.string(), "less than 200 MB are free here", {}});
  return problems;
}

void LocalLauncher::submit(const RunDirectory& run) {
  try {
    startSupervisor(run);
  } catch (const Error& fault) {
    noteFailure(run, fault);
    throw;
  }
}

}  // namespace assay
