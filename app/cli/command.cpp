// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

#include "core/base/error.h"
#include "core/formats/format.h"
#include "core/job/option_file.h"
#include "core/job/run_spec.h"
#include "core/plugin/catalogue.h"
#include "core/project/bundle.h"

namespace assay {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto terminalInterval = std::chrono::milliseconds(100);
constexpr auto plainInterval = std::chrono::seconds(5);

bool onTerminal() { return isatty(STDERR_FILENO) == 1; }

std::string progressText(int64_t done, int64_t total, const std::string& what) {
  if (total <= 0) return what + " " + std::to_string(done);
  return what + " " + std::to_string(done) + " of " + std::to_string(total);
}

}  // namespace

CLI::App* CommandLine::verb(const std::string& name, const std::string& help, std::function<Json()> run) {
  CLI::App* sub = app.add_subcommand(name, help);
  sub->add_flag("--json", json, "print one JSON object as the last line of stdout");
  sub->callback([this, run = std::move(run)] { chosen = run; });
  return sub;
}

void CommandLine::say(const std::string& line) const {
  if (!json) std::puts(line.c_str());
}

Progress CommandLine::progress() const {
  auto last = std::make_shared<Clock::time_point>();
  return {.report =
              [last](int64_t done, int64_t total, const std::string& what) {
                const auto now = Clock::now();
                const bool atEnd = total > 0 && done == total;
                if (!atEnd && now - *last < (onTerminal() ? Clock::duration(terminalInterval) : Clock::duration(plainInterval))) return;
                *last = now;
                const std::string text = progressText(done, total, what);
                if (onTerminal()) std::fprintf(stderr, "\r\033[K%s%s", text.c_str(), atEnd ? "\n" : "");
                else if (!atEnd) std::fprintf(stderr, "%s\n", text.c_str());
                std::fflush(stderr);
              },
          .cancel = cancel};
}

OpenedProject openProject(const std::string& path, OpenMode mode) {
  const std::filesystem::path given(path);
  Project project = isBundle(given) ? openBundle(given, {}) : loadProject(given);
  auto database = std::make_unique<Database>(project.databaseFile(), mode);
  PluginManifest manifest = PluginCatalogue::scan().byId(project.plugin);
  return {std::move(project), std::move(database), std::move(manifest)};
}

OptionValues optionOverrides(const PluginManifest& manifest, const std::string& configFile, const std::vector<std::string>& settings) {
  const OptionSchema schema = runSchema(manifest);
  OptionValues values;
  if (!configFile.empty()) values = readOptionFile(configFile, schema);
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    require(equals != std::string::npos && equals > 0, "`" + setting + "` is not of the form key=value", "--set", Code::Usage);
    const std::string key = setting.substr(0, equals);
    values.set(key, schema.parse(key, setting.substr(equals + 1)));
  }
  return values;
}

std::string formatNames() {
  std::string names;
  for (const Format& format : formats()) names += (names.empty() ? "" : ", ") + format.name;
  return names;
}

void printProblems(const Problems& problems) {
  for (const Problem& problem : problems)
    std::fprintf(stderr, "%s: %s%s%s\n", problem.severity == Severity::Error ? "error" : "warning", problem.where.c_str(),
                 problem.where.empty() ? "" : ": ", problem.message.c_str());
}

Json toJson(const Problems& problems) {
  Json list = Json::array();
  for (const Problem& problem : problems) {
    Json entry = {{"severity", problem.severity == Severity::Error ? "error" : "warning"}, {"where", problem.where},
                  {"message", problem.message}};
    if (!problem.fix.empty()) entry["fix"] = problem.fix;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace assay
