// SPDX-License-Identifier: Apache-2.0
#include "core/job/supervisor.h"

#include <chrono>
#include <cerrno>
#include <csignal>
#include <memory>
#include <optional>
#include <thread>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/job/event_log.h"
#include "core/job/process_info.h"
#include "core/job/host_group.h"
#include "core/job/rank_processes.h"
#include "core/job/supervisor_lock.h"

namespace assay {

namespace {

constexpr auto stopPollInterval = std::chrono::milliseconds(100);

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

/// Whether the group still says anything: every rank writes events, also while it evaluates.
class Pulse {
 public:
  Pulse(const RunDirectory& run, int ranks, double minutes) : patience_(minutes * 60) {
    for (int r = 0; r < ranks; ++r) files_.push_back((r == 0 ? run : run.rank(r)).eventsFile());
  }
  bool isSilent() {
    const auto now = std::chrono::steady_clock::now();
    const std::uintmax_t size = bytes();
    if (size != last_) {
      last_ = size;
      changed_ = now;
    }
    return patience_ > 0 && std::chrono::duration<double>(now - changed_).count() > patience_;
  }

 private:
  std::uintmax_t bytes() const {
    std::uintmax_t sum = 0;
    std::error_code missing;
    for (const std::filesystem::path& file : files_)
      if (const std::uintmax_t size = std::filesystem::file_size(file, missing); !missing) sum += size;
    return sum;
  }

  std::vector<std::filesystem::path> files_;
  const double patience_;
  std::uintmax_t last_ = 0;
  std::chrono::steady_clock::time_point changed_ = std::chrono::steady_clock::now();
};

/// The ranks of one run, on this host alone or on several: the same moves.
class Crew {
 public:
  Crew(const RunDirectory& run, const HostPlan& plan) : run_(run), plan_(plan) {
    if (!plan.isAlone()) hosts_.emplace(run, plan);
  }

  /// False when a stop was asked for before all hosts were there.
  bool start(int attempt, const CancelToken& cancel) {
    if (hosts_) return hosts_->start(attempt, cancel);
    std::optional<MeetingPort> meeting;
    if (plan_.ranks > 1) meeting.emplace(PortOn::Loopback);
    const MeetingPort* const port = meeting ? &*meeting : nullptr;
    here_ = std::make_unique<RankProcesses>(run_, placeOnThisHost(plan_.ranks, attempt, port), port);
    return true;
  }
  void signal(int number) { hosts_ ? hosts_->signal(number) : here_->signal(number); }
  std::optional<GroupExit> wait(std::chrono::milliseconds patience) { return hosts_ ? hosts_->wait(patience) : here_->wait(patience); }
  void dismiss(RunState state) {
    if (hosts_) hosts_->dismiss(std::string(runStateName(state)));
  }
  int ranks() const { return hosts_ ? hosts_->ranks() : plan_.ranks; }
  std::vector<std::string> takeNews() { return hosts_ ? hosts_->takeNews() : std::vector<std::string>{}; }
  std::string wordsOf(int rank) const { return hosts_ ? hosts_->wordsOf(rank) : ""; }

 private:
  const RunDirectory& run_;
  const HostPlan plan_;
  std::optional<HostGroup> hosts_;
  std::unique_ptr<RankProcesses> here_;
};

/// Waits for the ranks; a stop that is asked for reaches them as SIGTERM, once. Ranks that have fallen silent are ended.
GroupExit waitPassingStopOn(Crew& crew, Pulse pulse, const RunDirectory& run, const CancelToken& cancel) {
  bool asked = false;
  while (true) {
    if (const auto ended = crew.wait(stopPollInterval)) return *ended;
    if (!asked && (cancel.requested() || run.stopRequested())) {
      crew.signal(SIGTERM);
      asked = true;
    }
    if (pulse.isSilent()) {
      log::warn("nothing was heard of the run for trainer.silence_minutes: its processes are ended");
      crew.signal(SIGKILL);
    }
  }
}

RunState stateOfExit(int code) {
  if (code == 0) return RunState::Done;
  return code == exitCode(Code::Stopped) ? RunState::Stopped : RunState::Failed;
}

void noteFault(const RunDirectory& run, const Error& fault) {
  RunStatus status = run.status();
  status.state = RunState::Failed;
  status.pid = 0;
  status.ended = now();
  status.errorCode = codeName(fault.code());
  status.errorMessage = fault.message();
  status.errorWhere = fault.where();
  run.setStatus(status);
  EventWriter(run.eventsFile()).write("state", {{"state", runStateName(RunState::Failed)}});
}

/// What a rank other than the first one died of stands in its own folder, or its host has told.
void takeErrorOf(const RunDirectory& run, int rank, const std::string& told, RunStatus& status) {
  const RunDirectory own = run.rank(rank);
  const std::string name = "rank " + std::to_string(rank);
  RunStatus last;
  if (std::filesystem::exists(own.stateFile())) last = own.status();
  const std::string words = last.errorMessage.empty() ? told : last.errorMessage;
  if (words.empty()) return;
  status.errorCode = last.errorCode.empty() ? std::string(codeName(Code::JobFailed)) : last.errorCode;
  status.errorMessage = words.starts_with(name) ? words : name + ": " + words;
  status.errorWhere = last.errorMessage.empty() ? name : last.errorWhere;
}

void finish(const RunDirectory& run, RunState state, int rank, const std::string& message, const std::string& told) {
  RunStatus status = run.status();   // the worker may have written metrics, device and error already
  if (status.state == state && status.ended > 0) return;   // and the end too
  if (state == RunState::Failed && rank > 0) takeErrorOf(run, rank, told, status);
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

std::string nameOf(const GroupExit& ended, int ranks) { return ranks == 1 ? "the worker" : "rank " + std::to_string(ended.rank); }

std::string wordsFor(const GroupExit& ended, int ranks) {
  if (ended.isRegrouping) return "hosts came back";
  if (ended.exit.crashed()) return nameOf(ended, ranks) + " was ended by signal " + std::to_string(ended.exit.signal);
  if (ended.exit.code == peerLostExit) return nameOf(ended, ranks) + " lost the connection to the others";
  return nameOf(ended, ranks) + " ended with exit code " + std::to_string(ended.exit.code);
}

/// Between two attempts nobody else writes events.
void tellNews(const RunDirectory& run, Crew& crew) {
  for (const std::string& text : crew.takeNews()) EventWriter(run.eventsFile()).write("message", {{"level", "info"}, {"text", text}});
}

void announceRestart(const RunDirectory& run, Crew& crew, const GroupExit& ended, int64_t restart, int64_t limit) {
  const auto checkpoint = run.lastCheckpoint();
  const std::string told = crew.wordsOf(ended.rank), text = told.empty() ? wordsFor(ended, crew.ranks()) : told;
  log::warn("{}; restart {} of {}", text, restart, limit);
  EventWriter(run.eventsFile()).write("restart", {{"rank", ended.rank}, {"signal", ended.exit.signal}, {"text", text}, {"restart", restart}, {"limit", limit},
                                                  {"from", checkpoint ? checkpoint->filename().string() : "the start"}});
  tellNews(run, crew);
}

}  // namespace

bool Supervisor::isAtWork(const RunDirectory& run) { return SupervisorLock::isHeld(run); }

namespace {

/// Attempt after attempt, until the run is done, was stopped, or cannot go on.
RunState runToItsEnd(const RunDirectory& run, Crew& crew, const OptionValues& options, const CancelToken& cancel) {
  const int64_t limit = options.integer("trainer.restarts");
  const double silence = options.find("trainer.silence_minutes") != nullptr ? options.real("trainer.silence_minutes") : 0;   // older runs have none
  int64_t restarts = 0;
  for (int attempt = 0;; ++attempt) {
    if (!crew.start(attempt, cancel)) {
      finish(run, RunState::Stopped, 0, {}, {});
      return RunState::Stopped;
    }
    const GroupExit ended = waitPassingStopOn(crew, Pulse(run, crew.ranks(), silence), run, cancel);
    const std::string words = wordsFor(ended, crew.ranks()), told = crew.wordsOf(ended.rank);
    const bool isStopping = cancel.requested() || run.stopRequested();
    if (!ended.isWorthAnotherTry()) {
      const RunState state = stateOfExit(ended.exit.code);
      finish(run, state, ended.rank, words, told);
      return state;
    }
    if (!ended.isRegrouping) ++restarts;
    if (isStopping || restarts > limit) {
      const RunState state = isStopping ? RunState::Stopped : RunState::Failed;
      finish(run, state, 0, words + ", after " + std::to_string(limit) + " restarts", told);
      return state;
    }
    announceRestart(run, crew, ended, restarts, limit);
  }
}

}  // namespace

void refuseRun(const RunDirectory& run, const Error& fault) {
  noteFault(run, fault);
  throw fault;
}

RunState Supervisor::run(const CancelToken& cancel) {
  const OptionValues options = run_.spec().options;
  const HostPlan plan = hostPlanFromEnvironment(options.find("distributed.ranks") != nullptr ? ranksOfThisHost(options.integer("distributed.ranks")) : 1);
  if (plan.host > 0) return serveAsHost(run_, plan, cancel);
  const SupervisorLock lock(run_);
  takeOwnership(run_);
  try {
    Crew crew(run_, plan);
    try {
      const RunState state = runToItsEnd(run_, crew, options, cancel);
      crew.dismiss(state);
      return state;
    } catch (const Error&) {
      crew.dismiss(RunState::Failed);   // those that came need not wait
      throw;
    }
  } catch (const Error& fault) {   // hosts that did not come, a port that is taken
    refuseRun(run_, fault);
  }
}

}  // namespace assay
