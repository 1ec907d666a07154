// SPDX-License-Identifier: Apache-2.0
#include "core/job/ssh_launcher.h"

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <map>
#include <sstream>

#include "core/base/error.h"
#include "core/job/slurm_script.h"

namespace assay {
namespace {

constexpr double leastFreeMegabytes = 1000;
constexpr double mostClockDifference = 60;   // seconds; events carry times

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

std::string questions(const Target& target, const RunSpec& spec) {
  const std::string folder = remotePath(jobsFolder(target)), program = remotePath(target.program);
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
  if (!has("writable")) fault("the folder " + jobsFolder(target) + " cannot be written there");
  if (!has("program")) return fault("there is no program `" + target.program + "`; the target's `program` names another");
  if (!has("version") || said.at("version").find(ASSAY_VERSION) == std::string::npos)
    fault("it has Assay " + (has("version") ? said.at("version") : std::string("of an unknown version")) + ", and this machine " ASSAY_VERSION);
  if (!has("plugin")) fault("the plugin `" + spec.plugin + "` is not installed there");
  if (has("gpus") && spec.options.text("device.kind") == "cuda" && said.at("gpus") == "0") fault("cuda was asked for, and there is no GPU");
  if (has("free") && std::strtod(said.at("free").c_str(), nullptr) < leastFreeMegabytes)
    problems.push_back({Severity::Warning, host, "only " + said.at("free") + " MB are free in " + jobsFolder(target), {}});
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

void SshLauncher::submit(const RunDirectory& run) { submitElsewhere(run, target_, makeBundle_); }

}  // namespace assay
