// SPDX-License-Identifier: Apache-2.0
#include "core/job/remote_mirror.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/sha256.h"
#include "core/job/event_log.h"
#include "core/job/kubernetes_pods.h"
#include "core/job/process_info.h"
#include "core/job/remote_ranks.h"
#include "core/job/remote_relay.h"
#include "core/job/remote_job.h"
#include "core/job/supervisor.h"
#include "core/job/supervisor_lock.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto glance = std::chrono::milliseconds(100);
constexpr auto shortestPause = std::chrono::seconds(1), longestPause = std::chrono::seconds(30);
constexpr auto betweenLooks = std::chrono::seconds(20);         // after pods that were replaced
constexpr double longestSilence = 45;   // seconds; a sign of life comes every five

class Mirror {
 public:
  Mirror(const RunDirectory& run, const LaunchRecord& record, const CancelToken& cancel)
      : run_(run), record_(record), cancel_(cancel), first_(run, record, 0), events_(run.eventsFile()), copied_(lastCopiedEvent(run)), ranks_(run, record) {}

  RunState keep() {
    takeState(RunState::Running);
    auto pause = shortestPause;
    while (!cancel_.requested()) {
      const int64_t before = copied_;
      try {
        launch();
        if (const auto over = follow()) return *over;
      } catch (const HostUnreachable& fault) {   // for as long as it takes: the job goes on without us
        log::warn("{}", fault.what());
        if (waitsForPods_ && run_.stopRequested()) {   // which nobody wants any more
          takeState(RunState::Stopped);
          removePods();
          return RunState::Stopped;
        }
      } catch (const Error& fault) {
        if (fault.code() != Code::Stopped && !fs::exists(startedMark(0))) removePods();   // else what trains there may still be worth something
        if (fault.code() != Code::Stopped) throw;
        if (!run_.stopRequested()) break;
        takeState(RunState::Stopped);   // before it had begun
        removePods();
        return RunState::Stopped;
      }
      pause = copied_ > before ? shortestPause : std::min<std::chrono::seconds>(pause * 2, longestPause);
      waitFor(pause);
    }
    return RunState::Created;
  }

 private:
  fs::path startedMark(int host) const { return run_.folder() / ("started-" + std::to_string(host)); }

  /// Nothing for hosts where that has happened.
  void launch() {
    if (isInPods()) preparePods();
    const fs::path bundle = run_.folder() / "data.assay";
    const int hosts = record_.target.hostCount();
    if (fs::exists(bundle) && !fs::exists(run_.folder() / "staged")) {   // else the run is resumed: everything is there
      const std::string sha256 = sha256File(bundle);
      const Progress progress{[this](int64_t done, int64_t total, const std::string& what) {
                                if (run_.stopRequested()) throw Error(Code::Stopped, "stopped while sending", run_.folder().string());
                                events_.write("progress", {{"done", done}, {"total", total}, {"text", what}});
                              },
                              cancel_};
      for (int host = 0; host < hosts; ++host) RemoteJob(run_, record_, host).stage(bundle, sha256, progress);
      writeFileAtomically(run_.folder() / "staged", "");
      std::error_code ignored;
      if (!losesWhatPodsHeld()) fs::remove(bundle, ignored);
    }
    for (int host = 0; host < hosts; ++host) startOn(host);   // the first one listens before the others call
  }

  /// Nothing where that has happened. A pod that was put in another's place is started again; the run goes on without one that cannot be.
  void startOn(int host) {
    const bool isKnown = fs::exists(startedMark(host)), isReplacement = host > 0 && isKnown;
    std::string place;
    try {
      const RemoteJob job(run_, record_, host);
      if (isInPods()) place = job.place();
      if (isKnown && readFile(startedMark(host)) == place) return;
      if (isKnown && losesWhatPodsHeld()) beginAgainOn(host, job);
      job.start(isKnown ? RemoteJob::Starting::Again : RemoteJob::Starting::Anew);
      if (host == 0) isStopPassedOn_ = false;
      // Those that waited for the first one in vain have left; one that still waits refuses a second.
      for (int other = 1; host == 0 && isKnown && other < record_.target.hostCount(); ++other) writeFileAtomically(startedMark(other), "to be looked at");
    } catch (const HostUnreachable& fault) {
      if (!isReplacement) throw;
      return log::warn("{}", fault.what());   // with the next look
    } catch (const Error& fault) {
      if (!isReplacement) throw;
      log::warn("{}", fault.what());
    }
    writeFileAtomically(startedMark(host), place);
  }

  /// Without a claim, a pod that took another's place has nothing; with the first one the run's checkpoints are gone, too.
  void beginAgainOn(int host, const RemoteJob& job) {
    const fs::path bundle = run_.folder() / "data.assay";
    job.stage(bundle, sha256File(bundle), Progress{{}, cancel_});
    if (host > 0) return;
    events_.write("restart", {{"rank", 0}, {"signal", 0}, {"text", record_.target.hostName(0) + " was replaced and had kept nothing"}, {"from", "the start"}, {countsAnew, true}});
    copied_ = 0;
  }

  /// While the first host speaks, the others may be replaced.
  void startReplacedPods() {
    if (!isInPods() || Clock::now() - lastLook_ < betweenLooks) return;
    lastLook_ = Clock::now();
    try {
      for (const auto& [host, place] : KubernetesPods(record_.target, record_.job).running())
        if (host > 0 && (!fs::exists(startedMark(host)) || readFile(startedMark(host)) != place)) startOn(host);
    } catch (const Error& fault) {   // with the next look
      log::warn("{}", fault.what());
    }
  }

  bool losesWhatPodsHeld() const { return isInPods() && record_.target.claim.empty(); }
  bool isInPods() const { return record_.target.kind == TargetKind::Kubernetes; }

  /// To begin, all are needed; afterwards the first one. What they wait for is told once: a cluster may be full for hours.
  void preparePods() {
    const KubernetesPods pods(record_.target, record_.job);
    pods.create();
    for (int host = 0; host < record_.target.hostCount(); ++host) {
      if (host > 0 && fs::exists(startedMark(host))) continue;
      try {
        waitsForPods_ = true;
        pods.keep(host);
        waitsForPods_ = false;
      } catch (const HostUnreachable& fault) {
        if (fault.what() != std::exchange(lastWait_, fault.what())) events_.write("progress", {{"done", host}, {"total", record_.target.hostCount()}, {"text", fault.what()}});
        throw;
      }
    }
  }

  /// Frees what the cluster gave. The run is over whatever becomes of that: pods also leave by themselves.
  void removePods() const {
    if (!isInPods()) return;
    std::error_code ignored;
    for (int host = 0; host < record_.target.hostCount(); ++host) fs::remove(startedMark(host), ignored);
    if (losesWhatPodsHeld()) fs::remove(run_.folder() / "staged", ignored);
    fs::remove(run_.folder() / "data.assay", ignored);
    try {
      KubernetesPods(record_.target, record_.job).remove();
    } catch (const Error& fault) {
      log::warn("{}", fault.what());
    }
  }

  /// The final state when the run is over there; none when the connection was lost.
  std::optional<RunState> follow() {
    const std::unique_ptr<ChildProcess> relay = first_.relay(copied_);
    std::string rest;
    auto heard = Clock::now();
    std::optional<RunState> over;
    while (!over) {
      const bool ended = relay->wait(glance).has_value();
      const std::string text = relay->takeOutput();
      if (!text.empty()) heard = Clock::now();
      rest += text;
      for (std::size_t end = rest.find('\n'); end != std::string::npos && !over; end = rest.find('\n')) {
        over = hear(rest.substr(0, end));
        rest.erase(0, end + 1);
      }
      passStopOn();
      if (!over && !run_.stopRequested()) startReplacedPods();
      ranks_.poll();
      if (ended || cancel_.requested() || std::chrono::duration<double>(Clock::now() - heard).count() > longestSilence) break;
    }
    ranks_.poll();   // their last words
    ranks_.stop();
    relay->signal(SIGTERM);
    relay->wait(std::chrono::seconds(2));
    relay->signal(SIGKILL);
    relay->wait();
    if (const auto ended = relay->wait(std::chrono::milliseconds(0)); !over && ended && ended->code == 66) {
      std::error_code ignored;   // cleaned away over there: a resumed run sends its data again
      fs::remove(run_.folder() / "staged", ignored);
      throw Error(Code::JobFailed, "the job's folder on the first host is gone", record_.target.hostName(0));
    }
    if (!over && !cancel_.requested()) log::warn("{}: the connection is lost: {}", record_.target.hostName(0), relay->errors());
    return over;
  }

  std::optional<RunState> hear(const std::string& line) {
    const std::string& where = record_.target.hostName(0);
    const Json said = parseJson(line, where);
    if (said.contains("rank")) ranks_.copy(said, where);
    else if (said.contains("event")) copyRemoteEvent(said, where, events_, copied_);
    else if (said.contains("state")) copyState(member<Json>(said, "state", where));
    else if (said.contains("over")) return bringHome(member<Json>(said, "over", where));
    return std::nullopt;
  }

  void copyState(const Json& state) {
    const std::string& where = record_.target.hostName(0);
    there_ = runStateFromName(member<std::string>(state, "state", where));
    RunStatus status = run_.status();
    status.device = member<std::string>(state, "device", where);
    status.metrics = member<Json>(state, "metrics", where);
    status.trainedSeconds = member<double>(state, "trained_seconds", where);
    run_.setStatus(status);
    if (!state.contains("error")) return;
    fault_ = Fault{member<std::string>(state["error"], "code", where), member<std::string>(state["error"], "message", where),
                   where + ": " + member<std::string>(state["error"], "where", where)};
  }

  RunState bringHome(const Json& over) {
    for (const RemoteFile& file : remoteFilesFrom(over, record_.target.hostName(0))) {
      const fs::path place = run_.folder() / file.path;
      std::error_code ignored;
      if (fs::exists(place) && int64_t(fs::file_size(place)) == file.bytes && sha256File(place) == file.sha256) continue;
      fs::create_directories(place.parent_path(), ignored);
      first_.fetch(file.path, file.sha256, place);   // a generation counts when its manifest agrees with all its files
    }
    if (there_ == RunState::Lost) {   // never ours to say: nobody would look after it again
      there_ = RunState::Failed;
      fault_ = Fault{std::string(codeName(Code::JobFailed)), "the run's process on the first host is gone; --resume goes on from its last checkpoint", record_.target.hostName(0)};
    }
    for (int host = 0; host < record_.target.hostCount(); ++host) fs::remove(startedMark(host));
    releaseOtherHosts();
    takeState(there_);
    removePods();
    return there_;
  }

  /// They leave by themselves when the first host says so; one that never met it would wait for it.
  void releaseOtherHosts() const {
    for (int host = 1; host < record_.target.hostCount(); ++host) {
      try {
        RemoteJob(run_, record_, host).requestStop();
      } catch (const Error& fault) {   // gone, or gives up after its own time
        log::warn("{}", fault.what());
      }
    }
  }

  void passStopOn() {
    if (isStopPassedOn_ || !run_.stopRequested()) return;
    try {
      first_.requestStop();
      isStopPassedOn_ = true;
    } catch (const Error& fault) {   // tried again with the next look
      log::warn("{}", fault.what());
    }
  }

  /// Ours while the run is under way: whoever looks sees that somebody looks after it.
  void takeState(RunState state) {
    RunStatus status = run_.status();
    status.state = state;
    status.pid = state == RunState::Running ? getpid() : 0;
    status.host = hostName();
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    if (status.started == 0) status.started = now;
    status.ended = state == RunState::Running ? 0 : now;
    if (state == RunState::Failed && fault_) {
      status.errorCode = fault_->code;
      status.errorMessage = fault_->message;
      status.errorWhere = fault_->where;
    }
    run_.setStatus(status);
  }

  void waitFor(std::chrono::seconds pause) const {
    const auto end = Clock::now() + pause;
    const bool wasStopped = run_.stopRequested();
    while (Clock::now() < end && !cancel_.requested() && run_.stopRequested() == wasStopped) std::this_thread::sleep_for(glance);
  }

  const RunDirectory& run_;
  const LaunchRecord& record_;
  const CancelToken cancel_;
  const RemoteJob first_;
  EventWriter events_;
  int64_t copied_;
  RemoteRanks ranks_;
  struct Fault {
    std::string code, message, where;
  };
  std::optional<Fault> fault_;
  RunState there_ = RunState::Running;
  bool isStopPassedOn_ = false;
  std::string lastWait_;
  bool waitsForPods_ = false;
  Clock::time_point lastLook_ = Clock::now();
};

}  // namespace

RunState mirrorRun(const RunDirectory& run, const CancelToken& cancel) {
  const std::optional<LaunchRecord> record = readLaunchRecord(run);
  require(record && (record->target.kind == TargetKind::Ssh || record->target.kind == TargetKind::Kubernetes), "the run was not started on another machine", run.folder().string());
  const SupervisorLock lock(run);
  try {
    return Mirror(run, *record, cancel).keep();
  } catch (const Error& fault) {
    refuseRun(run, fault);
  } catch (const std::exception& fault) {
    refuseRun(run, Error(Code::JobFailed, fault.what(), run.folder().string()));
  }
}

}  // namespace assay
