// SPDX-License-Identifier: Apache-2.0
#include "core/job/start_run.h"

#include <chrono>

#include "core/base/error.h"
#include "core/job/slurm_launcher.h"
#include "core/project/fresh_folder.h"
#include "core/project/make_version.h"
#include "core/store/run_table.h"

namespace assay {

RunDirectory createRun(const Project& project, Database& database, const PluginManifest& manifest,
                       const OptionValues& overrides, const std::string& note) {
  const std::string version = makeVersion(project, database);
  RunSpec spec = resolveRun(project, manifest, overrides, version);
  const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  Transaction transaction(database);   // a run whose folder cannot be made leaves no row
  spec.id = addRun(database, {{}, manifest.id, version, now, note});
  const std::filesystem::path folder = project.runsFolder() / std::to_string(spec.id.value);
  FreshFolder fresh(folder);   // and one whose row cannot be written leaves no folder in the way of the next
  RunDirectory run = RunDirectory::create(folder, spec);
  transaction.commit();
  fresh.keep();
  return run;
}

RunDirectory openRun(const Project& project, Database& database, const std::string& name) {
  const RunId id = findRunByName(database, name);
  RunDirectory run(project.runsFolder() / std::to_string(id.value));
  require(std::filesystem::exists(run.specFile()), "the run's folder is gone", run.folder().string(), Code::NotFound);
  return run;
}

void requireResumable(const RunDirectory& run) {
  RunState state = run.status().state;
  const std::optional<SlurmState> job = slurmStateOf(run);   // a node that died cannot say so
  if (job && job->state.empty() && state != RunState::Done) state = RunState::Lost;
  require(!job || job->state.empty(), "Slurm still has the run's job (" + (job ? job->state : "") + ")", run.folder().string());
  const std::string name = run.folder().filename().string();
  require(state != RunState::Running, "run " + name + " is running", run.folder().string());
  require(state != RunState::Done, "run " + name + " is done: there is nothing left to train", run.folder().string());
}

}  // namespace assay
