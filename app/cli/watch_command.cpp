// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/follow_run.h"
#include "app/cli/opened_project.h"
#include "core/job/remote_job.h"
#include "core/job/start_run.h"

namespace assay {

namespace {

struct WatchArguments {
  std::string project, run = "latest";
};

void declareWatch(CLI::App& verb, WatchArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
  verb.add_option("RUN", a.run, "id or latest")->required();
}

Answer runWatch(const WatchArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Read);
  const RunDirectory run = openRun(opened.project, *opened.database, a.run);
  reattach(run);
  return followRun(run, console, OnInterrupt::LeaveTheRun, History::Show);
}

}  // namespace

void addWatchCommand(CommandLine& line) {
  line.verb<WatchArguments>("watch", "a run, live, until it ends; Ctrl-C leaves it running", declareWatch, runWatch);
}

}  // namespace assay
