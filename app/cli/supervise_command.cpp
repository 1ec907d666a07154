// SPDX-License-Identifier: Apache-2.0
// Internal: what LocalLauncher starts. Not listed in the help.
#include "app/cli/command.h"
#include "app/cli/interrupts.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/job/child_process.h"
#include "core/job/host_group.h"
#include "core/job/local_launcher.h"
#include "core/job/supervisor.h"

namespace assay {

namespace {

struct SuperviseArguments {
  std::string folder, refusal;
  bool isDetached = false;
};

void declareSupervise(CLI::App& verb, SuperviseArguments& a) {
  verb.group("");   // hidden
  verb.add_option("DIR", a.folder, "run directory")->required();
  verb.add_flag("--detach", a.isDetached, "in a session of its own; returns when it is at work");
  verb.add_option("--refuse", a.refusal, "only writes down why the run cannot start");
}

/// The first host's is waited for: it listens then. Others call it when they are ready.
Answer detach(const RunDirectory& run) {
  if (Supervisor::isAtWork(run)) return {};   // asked twice: the first answer was lost on its way
  if (hostPlanFromEnvironment(1).host == 0) LocalLauncher().submit(run);
  else ChildProcess({siblingProgram("assay").string(), "supervise", run.folder().string()}, {.appendTo = run.logFile()}, ChildProcess::Session::Own);
  return {};
}

Answer runSupervise(const SuperviseArguments& a, Console&) {
  const RunDirectory run(a.folder);
  require(std::filesystem::exists(run.specFile()), "there is no run: spec.yaml is missing", a.folder, Code::NotFound);
  if (!a.refusal.empty()) refuseRun(run, Error(Code::Environment, a.refusal, a.folder));
  if (a.isDetached) return detach(run);
  const RunState state = Supervisor(run).run(interruptToken());
  const int code = state == RunState::Done ? 0 : exitCode(state == RunState::Stopped ? Code::Stopped : Code::JobFailed);
  return {{{"state", runStateName(state)}}, code};
}

}  // namespace

void addSuperviseCommand(CommandLine& line) {
  line.verb<SuperviseArguments>("supervise", "internal", declareSupervise, runSupervise);
}

}  // namespace assay
