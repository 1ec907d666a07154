// SPDX-License-Identifier: Apache-2.0
#include "app/cli/worker_process.h"

#include <csignal>

#include "app/cli/interrupts.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/job/child_process.h"

namespace assay {

namespace {

constexpr auto pollInterval = std::chrono::milliseconds(100);
constexpr int cannotStart = 127;   // exit code of the dynamic loader

/// The last line that is a JSON object; null when there is none.
Json lastObject(const std::string& output) {
  std::size_t end = output.find_last_not_of("\r\n");
  if (end == std::string::npos) return nullptr;
  const std::size_t before = output.rfind('\n', end);
  const Json json = Json::parse(output.substr(before == std::string::npos ? 0 : before + 1, end - (before + 1) + 1), nullptr, false);
  return json.is_object() ? json : Json(nullptr);
}

void throwWorkerError(const Json& answer, const ChildExit& ended) {
  if (answer.is_object() && answer.contains("error")) {
    const Json& error = answer["error"];
    throw Error(codeFromName(member<std::string>(error, "code", "assay-worker")), member<std::string>(error, "message", "assay-worker"),
                member<std::string>(error, "where", "assay-worker"));
  }
  if (ended.code == cannotStart)
    throw Error(Code::Environment, "the worker cannot be started: a library that it needs is missing or unreadable; stderr names it",
                siblingProgram("assay-worker").string());
  if (ended.crashed()) throw Error(Code::JobFailed, "the worker was ended by signal " + std::to_string(ended.signal));
  throw Error(Code::JobFailed, "the worker ended with exit code " + std::to_string(ended.code) + " and no word");
}

void showProgress(EventReader& events, Console& console) {
  for (const Event& event : events.poll()) {
    if (event.kind != "progress" || !event.body.value("done", Json()).is_number_integer()) continue;
    console.live(event.body.value("text", "working") + std::string(" ") + event.body["done"].dump() + " of " +
                 event.body.value("total", Json(0)).dump());
  }
}

}  // namespace

Json runWorker(const std::vector<std::string>& arguments, Console& console, const std::filesystem::path& eventsFile) {
  std::vector<std::string> command{siblingProgram("assay-worker").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  EventReader events(eventsFile);
  while (!eventsFile.empty() && !events.poll().empty()) {}   // those of an earlier evaluation
  ChildProcess worker(command, {.captureOutput = true});
  bool asked = false;
  std::optional<ChildExit> ended;
  while (!(ended = worker.wait(pollInterval))) {
    if (!eventsFile.empty()) showProgress(events, console);
    if (!asked && interruptToken().requested()) {
      worker.signal(SIGTERM);
      asked = true;
    }
  }
  console.endLive();
  const Json answer = lastObject(worker.output());
  if (ended->code != 0 || ended->crashed() || !answer.is_object()) throwWorkerError(answer, *ended);
  return answer;
}

}  // namespace assay
