// SPDX-License-Identifier: Apache-2.0
#include "app/cli/console.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

#include "app/cli/interrupts.h"

namespace assay {

namespace {

constexpr double secondsBetweenLines = 5;    // of progress that is not on a terminal
constexpr std::size_t shownProblems = 50;
constexpr const char* eraseLine = "\r\033[K";

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Console::Console(bool json) : json_(json), isTerminal_(isatty(STDERR_FILENO) == 1), lastLine_(now()) {}

void Console::say(const std::string& line) {
  endLive();
  std::fprintf(json_ ? stderr : stdout, "%s\n", line.c_str());
}

void Console::note(const std::string& line) {
  endLive();
  std::fprintf(stderr, "%s\n", line.c_str());
}

void Console::live(const std::string& text) {
  if (isTerminal_) {   // else a line now and then: what is over before the first needs none
    std::fprintf(stderr, "%s%s", eraseLine, text.c_str());
    std::fflush(stderr);
    isLive_ = true;
  } else if (now() - lastLine_ >= secondsBetweenLines) {
    std::fprintf(stderr, "%s\n", text.c_str());
    lastLine_ = now();
  }
}

void Console::endLive() {
  if (isLive_) std::fputs(eraseLine, stderr);
  isLive_ = false;
}

void Console::problems(const Problems& problems) {
  for (std::size_t i = 0; i < problems.size() && i < shownProblems; ++i) {
    const Problem& p = problems[i];
    note(std::string(p.severity == Severity::Error ? "error: " : "warning: ") + (p.where.empty() ? "" : p.where + ": ") + p.message);
  }
  if (problems.size() > shownProblems) note("... and " + std::to_string(problems.size() - shownProblems) + " more");
}

Progress Console::progress() {
  const auto report = [this](int64_t done, int64_t total, const std::string& what) {
    live((what.empty() ? "working" : what) + " " + std::to_string(done) + (total > 0 ? " of " + std::to_string(total) : ""));
  };
  return {report, interruptToken()};
}

std::string shortNumber(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

Json toJson(const Problem& problem) {
  Json json = {{"severity", problem.severity == Severity::Error ? "error" : "warning"},
               {"where", problem.where},
               {"message", problem.message}};
  if (!problem.fix.empty()) json["fix"] = problem.fix;
  return json;
}

Json toJson(const Problems& problems) {
  Json list = Json::array();
  for (const Problem& problem : problems) list.push_back(toJson(problem));
  return list;
}

}  // namespace assay
