// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/job/host_messages.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto glance = std::chrono::milliseconds(20);
constexpr auto betweenSigns = std::chrono::seconds(2);
constexpr double longestSilence = 20;   // seconds

/// One host's ranks and its link to the first host.
class Agent {
 public:
  Agent(const RunDirectory& run, const HostPlan& plan, const CancelToken& cancel) : run_(run), plan_(plan), cancel_(cancel) {}

  RunState serve() {
    for (;;) {
      connect();
      while (link_->isOpen() && link_->silentSeconds() < longestSilence) {
        while (const std::optional<Json> said = link_->receive())
          if (const auto over = obey(*said)) return *over;
        watchRanks();
        passStopOn();
        if (!ranks_ && isStopWanted()) return RunState::Stopped;
        showLife();
      }
      log::warn("the connection to the first host is lost");
      endRanks();   // the others go on without them, or start again with them
      if (cancel_.requested()) return RunState::Stopped;
    }
  }

 private:
  void connect() {
    const auto end = Clock::now() + std::chrono::duration<double>(plan_.joinSeconds);
    link_.reset();
    while (!link_) {
      try {
        link_ = JsonConnection::connectTo(plan_.masterHost, plan_.masterPort, betweenSigns);
      } catch (const Error&) {   // it may start later, or be starting again
        if (isStopWanted() || Clock::now() > end) throw;
      }
    }
    link_->send(hello(plan_));
  }

  /// The run's final state when it is over.
  std::optional<RunState> obey(const Json& said) {
    if (said.contains("refused"))
      throw Error(Code::Environment, "the first host turned this one away: " + member<std::string>(said["refused"], "message", plan_.masterHost), plan_.masterHost);
    if (said.contains("over")) {
      endRanks();
      return runStateFromName(member<std::string>(said["over"], "state", plan_.masterHost));
    }
    if (const auto place = startFrom(said)) {
      endRanks();   // of an attempt that the first host has given up
      place_ = *place;
      ranks_ = std::make_unique<RankProcesses>(run_, *place);
      hasPassedOn_ = false;
    }
    if (ranks_ && said.contains("stop")) ranks_->signal(SIGTERM);
    if (ranks_ && said.contains("kill")) ranks_->signal(SIGKILL);
    return std::nullopt;
  }

  void watchRanks() {
    if (!ranks_) {
      std::this_thread::sleep_for(glance);
      return;
    }
    const std::optional<GroupExit> ended = ranks_->wait(glance);
    if (!ended) return;
    ranks_.reset();
    link_->send(endedReport({place_.attempt, ended->rank, ended->exit, wordsOf(ended->rank)}));
  }

  /// What the rank wrote of its own end.
  std::string wordsOf(int rank) const {
    const RunDirectory own = run_.rank(rank);
    return std::filesystem::exists(own.stateFile()) ? own.status().errorMessage : "";
  }

  /// Also when the job's folder was cleaned away.
  bool isStopWanted() const { return cancel_.requested() || run_.stopRequested() || !std::filesystem::exists(run_.specFile()); }

  /// A host that is to be switched off saves with all the others.
  void passStopOn() {
    if (!isStopWanted() || hasPassedOn_ || !ranks_) return;
    ranks_->signal(SIGTERM);
    hasPassedOn_ = true;
  }

  void showLife() {
    if (Clock::now() - lastSign_ < betweenSigns) return;
    lastSign_ = Clock::now();
    link_->send(signOfLife());
  }

  void endRanks() {
    if (!ranks_) return;
    ranks_->signal(SIGKILL);
    while (!ranks_->wait(std::chrono::milliseconds(1000))) {}
    ranks_.reset();
  }

  const RunDirectory& run_;
  const HostPlan& plan_;
  const CancelToken cancel_;
  std::unique_ptr<JsonConnection> link_;
  std::unique_ptr<RankProcesses> ranks_;
  RankPlace place_;
  bool hasPassedOn_ = false;
  Clock::time_point lastSign_ = Clock::now();
};

}  // namespace

RunState serveAsHost(const RunDirectory& run, const HostPlan& plan, const CancelToken& cancel) { return Agent(run, plan, cancel).serve(); }

}  // namespace assay
