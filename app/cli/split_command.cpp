// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/project/split.h"

namespace assay {

namespace {

struct SplitArguments {
  std::string project;
  SplitPlan plan;
  bool redraw = false;
};

void declareSplit(CLI::App& verb, SplitArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder")->required();
  verb.add_option("--train", a.plan.train, "share of the drawn items to train on (0.8)");
  verb.add_option("--valid", a.plan.valid, "share to choose by (0); the rest is for testing");
  verb.add_option("--labelled", a.plan.labelled, "only the first K of a seeded shuffle of the training part keep their labels");
  verb.add_option("--clean", a.plan.clean, "only the first K of its clean images do; --labelled then counts those with a defect alone, and may be 0");
  verb.add_option("--block", a.plan.block, "so many neighbours by the number in their names, whatever their folder, stay in one part (1)");
  verb.add_option("--seed", a.plan.seed, "seed of the shuffle")->required()->check(CLI::NonNegativeNumber);
  verb.add_flag("--redraw", a.redraw, "draw official splits anew too");
}

Answer runSplit(const SplitArguments& a, Console& console) {
  SplitPlan plan = a.plan;
  plan.official = a.redraw ? OfficialSplit::Redraw : OfficialSplit::Keep;
  OpenedProject opened = openProject(a.project, Access::Edit);
  const SplitReport report = splitItems(*opened.database, plan);
  console.say("train " + std::to_string(report.train) + ", valid " + std::to_string(report.valid) + ", test " +
              std::to_string(report.test) + "; labels in use on " + std::to_string(report.labelled) + " training items, hidden on " +
              std::to_string(report.withheld) + (report.kept > 0 ? "; " + std::to_string(report.kept) + " kept their official split" : ""));
  return {{{"train", report.train}, {"valid", report.valid}, {"test", report.test}, {"kept", report.kept},
           {"labelled", report.labelled}, {"withheld", report.withheld}}};
}

}  // namespace

void addSplitCommand(CommandLine& line) {
  line.verb<SplitArguments>("split", "which items train, choose and judge", declareSplit, runSplit);
}

}  // namespace assay
