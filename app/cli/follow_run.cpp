// SPDX-License-Identifier: Apache-2.0
#include "app/cli/follow_run.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

#include "app/cli/interrupts.h"
#include "core/base/error.h"
#include "core/job/event_log.h"
#include "core/job/launch_record.h"
#include "core/job/slurm_launcher.h"
#include "core/job/supervisor.h"

namespace assay {

namespace {

constexpr auto pollInterval = std::chrono::milliseconds(100);
constexpr auto supervisorPatience = std::chrono::seconds(10);
constexpr auto queueInterval = std::chrono::seconds(3);
/// A run is handed to its supervisor at once; one that has waited longer never will be.
constexpr auto startPatience = std::chrono::seconds(30);

std::string nameOf(const RunDirectory& run) { return run.folder().filename().string(); }

std::string timeLeft(double seconds) {
  if (seconds < 90) return std::to_string(std::lround(seconds)) + " s left";
  return std::to_string(std::lround(seconds / 60)) + " min left";
}

double numberIn(const Json& object, const char* key, double fallback) {
  return object.is_object() && object.contains(key) && object[key].is_number() ? object[key].get<double>() : fallback;
}

std::string textIn(const Json& object, const char* key) {
  return object.is_object() && object.contains(key) && object[key].is_string() ? object[key].get<std::string>() : std::string();
}

std::string valuesText(const Json& body) {
  std::string text;
  if (!body.contains("values") || !body["values"].is_object()) return text;
  for (const auto& [name, value] : body["values"].items())
    if (value.is_number()) text += (text.empty() ? "" : " · ") + name + " " + shortNumber(value.get<double>());
  return text;
}

std::string stepText(const Json& body) {
  const Json values = body.value("values", Json::object());
  std::string text = "epoch " + std::to_string(std::lround(numberIn(body, "epoch", 0)) + 1) + " · step " +
                     std::to_string(std::lround(numberIn(body, "step", 0)));
  if (values.contains("loss")) text += " · loss " + shortNumber(numberIn(values, "loss", 0));
  if (values.contains("samples_per_second")) text += " · " + shortNumber(numberIn(values, "samples_per_second", 0)) + " samples/s";
  text += " · " + std::to_string(std::lround(100 * numberIn(body, "progress", 0))) + " %";
  if (body.contains("eta")) text += " · " + timeLeft(numberIn(body, "eta", 0));
  return text;
}

/// Runs of older versions say no more than the signal.
std::string restartText(const Json& body) {
  const std::string what = textIn(body, "text"), from = textIn(body, "from");
  return (what.empty() ? "the worker was ended by signal " + shortNumber(numberIn(body, "signal", 0)) : what) + "; it goes on from " +
         (from == "the start" ? from : "checkpoint " + from);
}

void show(const Event& event, Console& console) {
  if (event.kind == "step") console.live(stepText(event.body));
  if (event.kind == "evaluation")
    console.note("step " + std::to_string(std::lround(numberIn(event.body, "step", 0))) + " · " + textIn(event.body, "split") +
                 " · " + valuesText(event.body));
  if (event.kind == "message") console.note(textIn(event.body, "level") + ": " + textIn(event.body, "text"));
  if (event.kind == "restart")
    console.note(restartText(event.body));
  if (event.kind == "state") console.note("run is " + textIn(event.body, "state"));
  if (event.kind == "progress") console.live(textIn(event.body, "text") + " " + shortNumber(numberIn(event.body, "done", 0)) + " of " +
                                             shortNumber(numberIn(event.body, "total", 0)));
}

bool isOver(RunState state) { return state != RunState::Running && state != RunState::Created; }

Answer answerOf(const RunDirectory& run, const RunStatus& status, Console& console) {
  if (status.state == RunState::Failed)
    throw Error(codeFromName(status.errorCode), status.errorMessage, status.errorWhere);
  if (status.state == RunState::Lost)
    throw Error(Code::JobFailed, "the run's process is gone; `assay train --resume " + nameOf(run) + "` goes on from its last checkpoint",
                run.folder().string());
  Answer answer;
  answer.json = {{"run", nameOf(run)}, {"state", runStateName(status.state)}, {"minutes", status.trainedSeconds / 60},
                 {"device", status.device}, {"metrics", status.metrics}};
  answer.exitCode = status.state == RunState::Done ? 0 : exitCode(Code::Stopped);
  console.say("run " + nameOf(run) + " " + std::string(runStateName(status.state)) + " after " + shortNumber(status.trainedSeconds / 60) +
              " min of training on " + status.device);
  for (const auto& [name, value] : status.metrics.items())
    if (value.is_number()) console.say("  " + name + " " + shortNumber(value.get<double>()));
  return answer;
}

/// The worker tells the end first, its supervisor leaves a moment later: whoever resumes at once must not meet it.
void waitForSupervisor(const RunDirectory& run) {
  const auto end = std::chrono::steady_clock::now() + supervisorPatience;
  while (Supervisor::isAtWork(run) && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(pollInterval / 4);
}

/// Whoever made the run was ended before it could start a supervisor: nothing will ever happen to it.
void requireBegun(const RunDirectory& run, const RunStatus& status) {
  if (status.state != RunState::Created || Supervisor::isAtWork(run) || readLaunchRecord(run)) return;
  const auto age = std::filesystem::file_time_type::clock::now() - std::filesystem::last_write_time(run.stateFile());
  if (age < startPatience) return;
  throw Error(Code::JobFailed, "the run was made but never started; `assay train --resume " + nameOf(run) + "` starts it",
              run.folder().string());
}

/// A job that was cancelled, or whose node died, writes nothing more. Asked seldom: squeue is everybody's.
class QueueWatch {
 public:
  QueueWatch(const RunDirectory& run, Console& console) : run_(run), console_(console) {}
  void check() {
    if (std::chrono::steady_clock::now() - last_ < queueInterval) return;
    last_ = std::chrono::steady_clock::now();
    const std::optional<SlurmState> now = slurmStateOf(run_);
    if (now && now->state == "PENDING") console_.live("Slurm: waiting in the queue (" + now->reason + ")");
    misses_ = now && now->state.empty() ? misses_ + 1 : 0;
    if (misses_ < 2 || isOver(run_.status().state)) return;   // its last words may be on their way over the file system
    throw Error(Code::JobFailed, "Slurm no longer has the run's job: it was cancelled, or ended before it could say why; `assay train --resume " + nameOf(run_) +
                                     "` goes on from the last checkpoint", (run_.folder() / "slurm.log").string());
  }

  /// A stopped run that waits in the queue again. A job that has just ended takes a moment to leave it.
  bool isComingBack(RunState state) {
    if (state != RunState::Stopped) {
      isWaiting_ = false;
      return false;
    }
    if (std::chrono::steady_clock::now() - askedAt_ > queueInterval) {   // squeue is everybody's
      isRequeued_ = isRequeuedBySlurm(run_);
      askedAt_ = std::chrono::steady_clock::now();
    }
    if (!isRequeued_) return false;
    if (!isWaiting_) console_.note("Slurm took the nodes away; the run waits in the queue");
    isWaiting_ = true;
    return true;
  }

 private:
  const RunDirectory& run_;
  Console& console_;
  bool isWaiting_ = false, isRequeued_ = false;
  std::chrono::steady_clock::time_point askedAt_{};
  int misses_ = 0;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

Answer followRun(const RunDirectory& run, Console& console, OnInterrupt onInterrupt, History history) {
  EventReader events(run.eventsFile());
  if (history == History::Skip)
    while (!events.poll().empty()) {}
  const int before = interruptCount();
  int heard = before;
  QueueWatch queue(run, console);
  while (true) {
    const RunStatus status = run.status();   // before the events, so that the last ones are shown
    for (const Event& event : events.poll()) show(event, console);
    if (isOver(status.state) && !queue.isComingBack(status.state)) {
      waitForSupervisor(run);
      const RunStatus last = run.status();
      if (!isOver(last.state)) continue;   // hosts regrouped, or a mirror has taken it up again
      return answerOf(run, last, console);
    }
    requireBegun(run, status);
    queue.check();
    if (interruptCount() > heard) {
      heard = interruptCount();
      if (onInterrupt == OnInterrupt::LeaveTheRun || heard > before + 1) {
        console.note("run " + nameOf(run) + " goes on without this window; `assay watch` shows it again");
        return {{{"run", nameOf(run)}, {"state", "running"}}, exitCode(Code::Stopped)};
      }
      console.note("stopping: the run writes a checkpoint and leaves; Ctrl-C again leaves it alone");
      run.requestStop();
    }
    std::this_thread::sleep_for(pollInterval);
  }
}

}  // namespace assay
