// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/eval_report.h"
#include "app/cli/opened_project.h"
#include "app/cli/worker_process.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/job/start_run.h"
#include "core/report/latency.h"

namespace assay {

namespace {

struct EvalArguments {
  std::string project, run = "latest", split = "test", report;
};

void declareEval(CLI::App& verb, EvalArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
  verb.add_option("--run", a.run, "id or latest (latest)");
  verb.add_option("--split", a.split, "train, valid or test (test)")->check(CLI::IsMember({"train", "valid", "test"}));
  verb.add_option("--report", a.report, "also writes a self-contained HTML page");
}

void sayMetrics(const Json& answer, Console& console) {
  console.say("run " + answer.value("run", "") + ", " + std::to_string(answer.value("count", 0)) + " items of the split " +
              answer.value("split", "") + ", " + answer.value("device", ""));
  const Json metrics = answer.value("metrics", Json::object());
  for (const auto& [name, value] : metrics.items()) console.say("  " + name + " " + shortNumber(value.get<double>()));
  if (answer.contains("disclosures"))
    for (const Json& entry : answer["disclosures"]) console.say("  " + entry.at(0).get<std::string>() + ": " + entry.at(1).get<std::string>());
  if (answer.contains("latency")) {
    const Latency latency = latencyFromJson(answer["latency"], "assay-worker");
    console.say("  one at a time " + shortNumber(latency.p50) + " ms, 99 % within " + shortNumber(latency.p99) + " ms (decoding apart)");
  }
  const Json groups = answer.value("groups", Json::object());
  for (const auto& [name, row] : groups.items()) {
    std::string text = "  " + name + " groups, " + row["count"].dump() + " items:";
    for (const auto& [metric, value] : row["metrics"].items()) text += "  " + metric + " " + shortNumber(value.get<double>());
    console.say(text);
  }
}

Answer runEval(const EvalArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Read);
  const RunDirectory run = openRun(opened.project, *opened.database, a.run);
  run.requireCheckpoint();   // before a worker is started for nothing
  if (!a.report.empty()) requireWritable(a.report);
  Json answer = runWorker({"evaluate", "--run", run.folder().string(), "--split", a.split}, console,
                          run.evaluation(a.split).eventsFile());
  const EvaluationReport evaluation = readEvaluation(run, a.split, answer);
  if (!evaluation.groups.empty()) answer["groups"] = evaluation.groups;
  if (!a.report.empty()) {
    writeFileAtomically(a.report, htmlReport(evaluation.input, console.progress()));
    answer["report"] = a.report;
    console.say("the report is " + a.report);
  }
  sayMetrics(answer, console);
  return {answer};
}

}  // namespace

void addEvalCommand(CommandLine& line) {
  line.verb<EvalArguments>("eval", "metrics of a run on a split", declareEval, runEval);
}

}  // namespace assay
