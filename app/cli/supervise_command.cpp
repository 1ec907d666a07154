// SPDX-License-Identifier: Apache-2.0
// Internal: what LocalLauncher starts. Not listed in the help.
#include "app/cli/command.h"
#include "app/cli/interrupts.h"
#include "core/base/error.h"
#include "core/job/supervisor.h"

namespace assay {

namespace {

struct SuperviseArguments {
  std::string folder;
};

void declareSupervise(CLI::App& verb, SuperviseArguments& a) {
  verb.group("");   // hidden
  verb.add_option("DIR", a.folder, "run directory")->required();
}

Answer runSupervise(const SuperviseArguments& a, Console&) {
  const RunDirectory run(a.folder);
  require(std::filesystem::exists(run.specFile()), "there is no run: spec.yaml is missing", a.folder, Code::NotFound);
  const RunState state = Supervisor(run).run(interruptToken());
  const int code = state == RunState::Done ? 0 : exitCode(state == RunState::Stopped ? Code::Stopped : Code::JobFailed);
  return {{{"state", runStateName(state)}}, code};
}

}  // namespace

void addSuperviseCommand(CommandLine& line) {
  line.verb<SuperviseArguments>("supervise", "internal", declareSupervise, runSupervise);
}

}  // namespace assay
