// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/base/error.h"
#include "core/job/run_directory.h"
#include "core/store/run_table.h"

namespace assay {

namespace {

struct RunsArguments {
  std::string project;
};

void declareRuns(CLI::App& verb, RunsArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
}

/// A run whose folder is gone or damaged is a row too.
Json rowOf(const RunRow& run, const RunDirectory& directory) {
  Json row = {{"run", std::to_string(run.id.value)}, {"state", "lost"}, {"plugin", run.plugin}, {"data", run.dataVersion},
              {"created", run.created}, {"note", run.note}};
  try {
    const RunStatus status = directory.status();
    row.update(Json{{"state", runStateName(status.state)}, {"minutes", status.trainedSeconds / 60}, {"device", status.device},
                    {"metrics", status.metrics}});
    if (status.state == RunState::Failed)
      row["error"] = {{"code", status.errorCode}, {"message", status.errorMessage}, {"where", status.errorWhere}};
  } catch (const Error& error) {
    row["error"] = {{"code", codeName(error.code())}, {"message", error.message()}, {"where", error.where()}};
  }
  return row;
}

std::string textOf(const Json& row) {
  char head[96];
  std::snprintf(head, sizeof head, "%4s  %-8s %6.1f min  %-10s %.8s", row["run"].get<std::string>().c_str(), row["state"].get<std::string>().c_str(),
                row.value("minutes", 0.0), row["plugin"].get<std::string>().c_str(), row["data"].get<std::string>().c_str());
  std::string text = head;
  const Json metrics = row.value("metrics", Json::object());
  for (const auto& [name, value] : metrics.items()) {
    if (!value.is_number()) continue;
    char figure[64];
    std::snprintf(figure, sizeof figure, "  %s %.4f", name.c_str(), value.get<double>());
    text += figure;
  }
  if (row.contains("error")) text += "  " + row["error"]["message"].get<std::string>();
  return text;
}

Answer runRuns(const RunsArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Read);
  Json rows = Json::array();
  for (const RunRow& run : listRuns(*opened.database)) {
    rows.push_back(rowOf(run, RunDirectory(opened.project.runsFolder() / std::to_string(run.id.value))));
    console.say(textOf(rows.back()));
  }
  if (rows.empty()) console.say("no runs yet; `assay train` makes one");
  return {{{"runs", rows}}};
}

}  // namespace

void addRunsCommand(CommandLine& line) { line.verb<RunsArguments>("runs", "the job table", declareRuns, runRuns); }

}  // namespace assay
