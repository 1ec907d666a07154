// SPDX-License-Identifier: Apache-2.0
#include "app/cli/eval_report.h"

#include <algorithm>
#include <cstdio>

#include "core/base/error.h"
#include "core/job/event_log.h"
#include "core/labels/snapshot.h"
#include "core/report/group_metrics.h"
#include "core/report/latency.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::vector<std::pair<std::string, Json>> artifactsIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::pair<std::string, Json>> artifacts;
  for (const fs::path& file : files) artifacts.emplace_back(file.stem().string(), readJson(file));
  return artifacts;
}

std::vector<Series> learningCurves(const RunDirectory& run) {
  EventReader reader(run.eventsFile());
  std::vector<Event> events, more;
  while (!(more = reader.poll()).empty()) std::move(more.begin(), more.end(), std::back_inserter(events));
  std::vector<Series> curves;
  for (const std::string& name : curveNames(events))
    if (name == "loss" || name == "learning_rate" || name.starts_with("valid/")) curves.push_back(learningCurve(events, name));
  return curves;
}

std::string minutes(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f min", seconds / 60);
  return text;
}

std::string milliseconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", value);
  return text;
}

void addFacts(ReportInput& input, const RunSpec& spec, const RunStatus& status, const Snapshot& data, const Json& answer) {
  const auto labelled = std::count_if(data.items.begin(), data.items.end(), [](const Item& item) {
    return item.split == Split::Train && item.status == LabelStatus::Labelled;
  });
  input.facts = {{"Run", std::to_string(spec.id.value)},
                 {"Plugin", spec.plugin + " " + spec.pluginVersion},
                 {"Dataset version", spec.dataVersion.substr(0, 8)},
                 {"Labelled training items", std::to_string(labelled)},
                 {"Judged items", std::to_string(answer.value("count", 0)) + " of the split " + answer.value("split", "")},
                 {"Training", minutes(status.trainedSeconds) + " on " + status.device},
                 {"Seed", toText(*spec.options.find("seed"))}};
  if (answer.contains("disclosures"))
    for (const Json& entry : answer["disclosures"]) input.facts.push_back({entry.at(0), entry.at(1)});
  if (!answer.contains("latency")) return;
  const Latency latency = latencyFromJson(answer["latency"], "assay-worker");
  input.facts.push_back({"One image alone", milliseconds(latency.p50) + ", 99 % within " + milliseconds(latency.p99) + " on " + answer.value("device", "")});
}

}  // namespace

EvaluationReport readEvaluation(const RunDirectory& run, const std::string& split, const Json& answer) {
  const RunSpec spec = run.spec();
  const Snapshot data = readSnapshot(spec.dataFile);
  EvaluationReport report;
  report.input.title = spec.project + ", run " + std::to_string(spec.id.value);
  report.input.dataRoot = spec.dataRoot;
  report.input.split = split;
  report.input.trainingGroups = trainedGroups(data.items, spec.options);
  report.input.artifacts = artifactsIn(run.evaluation(split).artifactsFolder());
  report.input.learning = learningCurves(run);
  const Json metrics = member<Json>(answer, "metrics", "assay-worker");   // items() of a temporary would dangle
  for (const auto& [name, value] : metrics.items())
    if (value.is_number()) report.input.metrics[name] = value.get<double>();
  addFacts(report.input, spec, run.status(), data, answer);
  for (const auto& [name, artifact] : report.input.artifacts) {
    if (artifact.value("kind", "") != "boxes") continue;
    for (const GroupRow& row : groupRows(detectionResultFromJson(artifact, name), report.input.trainingGroups))
      report.groups[row.name] = {{"count", row.images}, {"truths", row.truths}, {"metrics", row.metrics}};
  }
  return report;
}

}  // namespace assay
