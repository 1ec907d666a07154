// SPDX-License-Identifier: Apache-2.0
#include "core/job/supervisor.h"

#include <chrono>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/paths.h"
#include "core/job/child_process.h"
#include "core/job/event_log.h"
#include "core/job/process_info.h"

namespace assay {

namespace {

constexpr auto stopPollInterval = std::chrono::milliseconds(100);

constexpr auto handOverPatience = std::chrono::seconds(5);   // a predecessor that is just leaving

std::filesystem::path lockFile(const RunDirectory& run) { return run.folder() / "supervisor.lock"; }

/// One supervisor a run: two would write the same state and start two workers. The descriptor is inherited on
/// purpose (no O_CLOEXEC): a worker whose supervisor was killed holds the mark until it ends, too.
class SupervisorLock {
 public:
  explicit SupervisorLock(const RunDirectory& run) : fd_(open(lockFile(run).c_str(), O_RDWR | O_CREAT, 0644)) {
    if (fd_ < 0) throwErrno("marking the run as supervised", lockFile(run).string());
    const auto end = std::chrono::steady_clock::now() + handOverPatience;
    while (flock(fd_, LOCK_EX | LOCK_NB) != 0) {
      if (std::chrono::steady_clock::now() > end) {
        close(fd_);
        throw Error(Code::JobFailed, "another process supervises this run", run.folder().string());
      }
      std::this_thread::sleep_for(stopPollInterval);
    }
  }
  ~SupervisorLock() { close(fd_); }
  SupervisorLock(const SupervisorLock&) = delete;
  SupervisorLock& operator=(const SupervisorLock&) = delete;

 private:
  int fd_;
};

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void takeOwnership(const RunDirectory& run) {
  RunStatus status = run.status();
  status.state = RunState::Running;
  status.pid = getpid();
  status.host = hostName();
  if (status.started == 0) status.started = now();
  status.ended = 0;
  status.errorCode = status.errorMessage = status.errorWhere = {};
  run.setStatus(status);
}

/// Waits for the worker; a stop that is asked for reaches it as SIGTERM, once.
ChildExit waitPassingStopOn(ChildProcess& worker, const RunDirectory& run, const CancelToken& cancel) {
  bool asked = false;
  while (true) {
    if (const auto ended = worker.wait(stopPollInterval)) return *ended;
    if (!asked && (cancel.requested() || run.stopRequested())) {
      worker.signal(SIGTERM);
      asked = true;
    }
  }
}

RunState stateOfExit(int code) {
  if (code == 0) return RunState::Done;
  return code == exitCode(Code::Stopped) ? RunState::Stopped : RunState::Failed;
}

void finish(const RunDirectory& run, RunState state, const std::string& message) {
  RunStatus status = run.status();   // the worker may have written metrics, device and error already
  if (status.state == state && status.ended > 0) return;   // and the end too
  status.state = state;
  status.pid = 0;
  status.ended = now();
  if (state == RunState::Failed && status.errorMessage.empty()) {
    status.errorCode = codeName(Code::JobFailed);
    status.errorMessage = message;
    status.errorWhere = run.logFile().string();
  }
  run.setStatus(status);
  EventWriter(run.eventsFile()).write("state", {{"state", runStateName(state)}});
}

void announceRestart(const RunDirectory& run, int signal, int64_t restart, int64_t limit) {
  const auto checkpoint = run.lastCheckpoint();
  log::warn("the worker was ended by signal {}; restart {} of {}", signal, restart, limit);
  EventWriter(run.eventsFile()).write("restart", {{"signal", signal}, {"restart", restart}, {"limit", limit},
                                                  {"from", checkpoint ? checkpoint->filename().string() : "the start"}});
}

}  // namespace

bool Supervisor::isAtWork(const RunDirectory& run) {
  const int fd = open(lockFile(run).c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return false;
  const bool isFree = flock(fd, LOCK_SH | LOCK_NB) == 0;
  close(fd);
  return !isFree;
}

RunState Supervisor::run(const CancelToken& cancel) {
  const SupervisorLock lock(run_);
  const int64_t limit = run_.spec().options.integer("trainer.restarts");
  takeOwnership(run_);
  const std::vector<std::string> command{siblingProgram("assay-worker").string(), "train", "--run", run_.folder().string(),
                                         "--parent", std::to_string(getpid())};
  for (int64_t restart = 0;; ++restart) {
    ChildProcess worker(command, {.appendTo = run_.logFile()});
    const ChildExit ended = waitPassingStopOn(worker, run_, cancel);
    if (!ended.crashed()) {
      const RunState state = stateOfExit(ended.code);
      finish(run_, state, "the worker ended with exit code " + std::to_string(ended.code));
      return state;
    }
    const bool stopping = cancel.requested() || run_.stopRequested();
    if (stopping || restart >= limit) {
      finish(run_, stopping ? RunState::Stopped : RunState::Failed,
             "the worker was ended by signal " + std::to_string(ended.signal) + ", after " + std::to_string(restart) + " restarts");
      return stopping ? RunState::Stopped : RunState::Failed;
    }
    announceRestart(run_, ended.signal, restart + 1, limit);
  }
}

}  // namespace assay
