// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/follow_run.h"
#include "app/cli/opened_project.h"
#include "app/cli/run_options.h"
#include "core/base/error.h"
#include "core/job/start_run.h"
#include "core/project/make_launcher.h"
#include "core/project/validator.h"

namespace assay {

namespace {

struct TrainArguments {
  std::string project, config, target = "local", resume, note;
  std::vector<std::string> settings;
  int processes = 0;   // 0: what the options say
  bool distributed = false;
};

void declareTrain(CLI::App& verb, TrainArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
  verb.add_option("--config", a.config, "YAML file of options");
  verb.add_option("--set", a.settings, "key=value, may be repeated; `assay options` lists the keys")->take_all()->expected(1);
  verb.add_option("--target", a.target, "where it runs: local, or a target of project.yaml or $ASSAY_HOME/targets.yaml");
  verb.add_option("--nproc", a.processes, "ranks: processes that train together on this machine; as distributed.ranks")->check(CLI::PositiveNumber);
  verb.add_flag("--distributed", a.distributed, "as many ranks as this machine has GPUs, unless --nproc or distributed.ranks says otherwise");
  verb.add_option("--resume", a.resume, "RUN that goes on from its last checkpoint");
  verb.add_option("--note", a.note, "your own words, shown in the job table");
}

void requireStartable(const Problems& problems, Code code, Console& console) {
  console.problems(problems);
  for (const Problem& problem : problems)
    if (problem.severity == Severity::Error) throw Error(code, problem.message, problem.where);
}

RunDirectory newRun(const TrainArguments& a, OpenedProject& opened, Launcher& launcher, Console& console) {
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  const PluginManifest& manifest = pluginOf(opened.project, catalogue);
  OptionValues overrides = optionsFromLine(runSchema(manifest), a.config, a.settings);
  if (a.processes > 0) overrides.set("distributed.ranks", int64_t(a.processes));
  else if (a.distributed && overrides.find("distributed.ranks") == nullptr) overrides.set("distributed.ranks", int64_t{0});
  Project asked = opened.project;   // what the run will have, which the project's own options may not
  for (const auto& [key, value] : overrides) asked.options.set(key, value);
  requireStartable(validateProject(asked, *opened.database, manifest), Code::BadInput, console);
  requireStartable(launcher.preflight(resolveRun(opened.project, manifest, overrides, {})), Code::Environment, console);
  return createRun(opened.project, *opened.database, manifest, overrides, a.note);
}

RunDirectory resumedRun(const TrainArguments& a, OpenedProject& opened, Launcher& launcher, Console& console) {
  require(a.processes == 0 && !a.distributed, "a resumed run keeps its ranks; leave --nproc and --distributed out", "--resume", Code::Usage);
  require(a.settings.empty() && a.config.empty(), "a resumed run keeps its options; leave --set and --config out", "--resume", Code::Usage);
  const RunDirectory run = openRun(opened.project, *opened.database, a.resume);
  requireResumable(run);
  if (run.hasCheckpoints()) run.requireCheckpoint();   // damaged ones are told of, never trained over
  requireStartable(launcher.preflight(run.spec()), Code::Environment, console);
  return run;
}

/// A run that was started elsewhere goes on there.
Target targetOf(const TrainArguments& a, OpenedProject& opened) {
  if (a.resume.empty()) return findTarget(a.target, opened.project.targets);
  const Target target = targetOfRun(openRun(opened.project, *opened.database, a.resume));
  require(a.target == "local" || target.name == a.target, "a run is resumed where it was started; leave --target out", "--target", Code::Usage);
  return target;
}

Answer runTrain(const TrainArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Runs);
  const Progress progress = console.progress();
  const std::unique_ptr<Launcher> launcher = makeLauncher(targetOf(a, opened), opened.project, *opened.database, progress);
  const RunDirectory run = a.resume.empty() ? newRun(a, opened, *launcher, console) : resumedRun(a, opened, *launcher, console);
  const auto from = run.lastCheckpoint();
  console.note("run " + run.folder().filename().string() + (from ? " goes on from checkpoint " + from->filename().string() : " starts") +
               "; its files are in " + run.folder().string());
  const History history = a.resume.empty() ? History::Show : History::Skip;
  launcher->submit(run);
  opened.database.reset();   // others may write while this one only looks on
  return followRun(run, console, OnInterrupt::StopTheRun, history);
}

}  // namespace

void addTrainCommand(CommandLine& line) {
  line.verb<TrainArguments>("train", "runs a training job to its end", declareTrain, runTrain);
}

}  // namespace assay
