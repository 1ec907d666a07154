// SPDX-License-Identifier: Apache-2.0
#include "app/cli/worker_call.h"

#include <csignal>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/job/child_process.h"
#include "core/job/event_log.h"

namespace assay {

namespace {

constexpr auto pollInterval = std::chrono::milliseconds(100);

std::string lastLine(const std::string& text) {
  const std::size_t end = text.find_last_not_of('\n');
  if (end == std::string::npos) return {};
  const std::size_t start = text.rfind('\n', end);
  return text.substr(start == std::string::npos ? 0 : start + 1, end - (start == std::string::npos ? 0 : start + 1) + 1);
}

[[noreturn]] void throwWorkerError(const ChildExit& ended, const std::string& output) {
  if (ended.crashed()) throw Error(Code::JobFailed, "the worker was ended by signal " + std::to_string(ended.signal));
  const Json answer = Json::parse(lastLine(output), nullptr, false);
  if (answer.is_object() && answer.contains("error") && answer["error"].is_object()) {
    const Json& error = answer["error"];
    throw Error(codeFromName(error.value("code", "internal")), error.value("message", ""), error.value("where", ""));
  }
  throw Error(Code::JobFailed, "the worker ended with exit code " + std::to_string(ended.code));
}

}  // namespace

Json callWorker(const CommandLine& line, const std::vector<std::string>& arguments, const RunDirectory* follow) {
  std::vector<std::string> command{siblingProgram("assay-worker").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Progress progress = line.progress();
  std::unique_ptr<EventReader> events;
  if (follow) {
    events = std::make_unique<EventReader>(follow->eventsFile());
    events->poll();   // what an earlier evaluation wrote is no news
  }
  ChildProcess worker(command, {.captureOutput = true});
  bool asked = false;
  while (true) {
    const auto ended = worker.wait(pollInterval);
    if (events)
      for (const Event& event : events->poll())
        if (event.kind == "progress" && progress.report)
          progress.report(event.body.value("done", int64_t{0}), event.body.value("total", int64_t{0}), event.body.value("text", ""));
    if (ended && ended->code == 0 && !ended->crashed()) return parseJson(lastLine(worker.output()), "assay-worker");
    if (ended) throwWorkerError(*ended, worker.output());
    if (line.cancel.requested() && !asked) worker.signal(SIGTERM), asked = true;
  }
}

}  // namespace assay
