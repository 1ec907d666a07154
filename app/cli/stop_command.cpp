// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/follow_run.h"
#include "app/cli/opened_project.h"
#include "core/base/error.h"
#include "core/job/slurm_launcher.h"
#include "core/job/remote_job.h"
#include "core/job/start_run.h"

namespace assay {

namespace {

struct StopArguments {
  std::string project, run = "latest";
};

void declareStop(CLI::App& verb, StopArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
  verb.add_option("RUN", a.run, "id or latest")->required();
}

Answer runStop(const StopArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Read);
  const RunDirectory run = openRun(opened.project, *opened.database, a.run);
  reattach(run);
  if (cancelQueued(run)) {
    console.say("run " + run.folder().filename().string() + " is taken out of Slurm's queue");
    return {{{"run", run.folder().filename().string()}, {"state", "stopped"}}};
  }
  const RunStatus before = run.status();
  require(before.state == RunState::Running, "run " + run.folder().filename().string() + " is not running: it is " +
                                                 std::string(runStateName(before.state)), run.folder().string());
  run.requestStop();
  Answer answer = followRun(run, console, OnInterrupt::LeaveTheRun, History::Skip);
  if (answer.json["state"] != "running") answer.exitCode = 0;   // the stop that was asked for happened
  return answer;
}

}  // namespace

void addStopCommand(CommandLine& line) {
  line.verb<StopArguments>("stop", "a run, gracefully: it writes a checkpoint and leaves", declareStop, runStop);
}

}  // namespace assay
