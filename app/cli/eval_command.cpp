// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/worker_call.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/job/start_run.h"
#include "core/labels/snapshot.h"
#include "core/report/group_metrics.h"
#include "core/report/html_report.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

struct EvalArguments {
  std::string project, run = "latest", split = "test", report;
};

void sayMetrics(const CommandLine& line, const Json& metrics) {
  for (const auto& [name, value] : metrics.items()) {
    char text[96];
    std::snprintf(text, sizeof text, "%-16s %.4f", name.c_str(), value.get<double>());
    line.say(text);
  }
}

std::vector<std::pair<std::string, Json>> readArtifacts(const RunDirectory& evaluation) {
  std::vector<fs::path> files;
  if (fs::exists(evaluation.artifactsFolder()))
    for (const auto& entry : fs::directory_iterator(evaluation.artifactsFolder()))
      if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::pair<std::string, Json>> artifacts;
  for (const fs::path& file : files) artifacts.emplace_back(file.stem().string(), readJson(file));
  return artifacts;
}

/// Items of families that occur in training, and those that do not: a figure over both hides which one is easy.
Json groupRows(const std::vector<std::pair<std::string, Json>>& artifacts, const Snapshot& data) {
  for (const auto& [name, body] : artifacts)
    if (body.value("kind", "") == "boxes") return toJson(metricsByFamiliarity(detectionResultFromJson(body, name), data));
  return Json::object();
}

std::vector<Series> learningSeries(const RunDirectory& run) {
  EventReader reader(run.eventsFile());
  const std::vector<Event> events = reader.poll(1'000'000);
  std::vector<Series> curves;
  for (const std::string& name : curveNames(events))
    if (name == "loss" || name == "lr" || name.starts_with("valid/")) curves.push_back(learningCurve(events, name));
  return curves;
}

ReportInput reportInput(const OpenedProject& opened, const RunDirectory& run, const Json& answer, const Snapshot& data,
                        std::vector<std::pair<std::string, Json>> artifacts) {
  const RunStatus status = run.status();
  char minutes[32];
  std::snprintf(minutes, sizeof minutes, "%.1f min", status.trainedSeconds / 60);
  ReportInput input;
  input.title = opened.project.name + ", run " + run.folder().filename().string();
  input.facts = {{"Plugin", opened.manifest.id + " " + opened.manifest.version},
                 {"Data version", run.spec().dataVersion.substr(0, 8)},
                 {"Split", answer.value("split", "") + ", " + std::to_string(answer.value("count", 0)) + " items"},
                 {"Training", minutes},
                 {"Device", answer.value("device", "")}};
  for (const auto& [name, value] : answer["metrics"].items()) input.metrics[name] = value.get<double>();
  input.artifacts = std::move(artifacts);
  for (const Item& item : data.items)
    if (item.split == Split::Train && item.status == LabelStatus::Labelled && !item.group.empty()) input.trainingGroups.insert(item.group);
  input.learning = learningSeries(run);
  input.dataRoot = run.spec().dataRoot;
  return input;
}

Json eval(const CommandLine& line, const EvalArguments& a) {
  const OpenedProject opened = openProject(a.project, OpenMode::ReadOnly);
  const RunDirectory run = openRun(opened.project, *opened.database, a.run);
  const RunDirectory evaluation = run.evaluation(a.split);
  fs::create_directories(evaluation.folder());
  Json answer = callWorker(line, {"evaluate", "--run", run.folder().string(), "--split", a.split}, &evaluation);
  sayMetrics(line, answer["metrics"]);
  auto artifacts = readArtifacts(evaluation);
  const Snapshot data = readSnapshot(run.spec().dataFile);
  if (const Json groups = groupRows(artifacts, data); !groups.empty()) answer["groups"] = groups;
  if (!a.report.empty()) {
    writeFileAtomically(a.report, htmlReport(reportInput(opened, run, answer, data, std::move(artifacts)), line.progress()));
    line.say("the report is " + a.report);
    answer["report"] = a.report;
  }
  return answer;
}

}  // namespace

void addEvalCommand(CommandLine& line) {
  auto a = std::make_shared<EvalArguments>();
  CLI::App* verb = line.verb("eval", "judge a run on a split", [&line, a] { return eval(line, *a); });
  verb->add_option("PROJECT", a->project, "project folder or bundle")->required();
  verb->add_option("--run", a->run, "id or latest");
  verb->add_option("--split", a->split, "train, valid or test")->check(CLI::IsMember({"train", "valid", "test"}));
  verb->add_option("--report", a->report, "also write a self-contained HTML page");
}

}  // namespace assay
