// SPDX-License-Identifier: Apache-2.0
// Internal, not listed in the help: what SshLauncher calls. `mirror` runs here, `receive` and `relay` on the other machine.
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/interrupts.h"
#include "core/base/error.h"
#include "core/job/remote_mirror.h"
#include "core/job/remote_relay.h"
#include "core/project/bundle.h"
#include "core/project/file_options.h"
#include "core/project/make_version.h"

namespace assay {

namespace {

struct MirrorArguments {
  std::string folder;
};

void declareMirror(CLI::App& verb, MirrorArguments& a) {
  verb.group("");
  verb.add_option("DIR", a.folder, "run directory")->required();
}

Answer runMirror(const MirrorArguments& a, Console&) {
  const RunState state = mirrorRun(RunDirectory(a.folder), interruptToken());
  return {{{"state", runStateName(state)}}, state == RunState::Done ? 0 : exitCode(Code::Stopped)};
}

struct RelayArguments {
  std::string folder;
  int64_t after = 0;
  bool ranks = false;
};

void declareRelay(CLI::App& verb, RelayArguments& a) {
  verb.group("");
  verb.add_option("DIR", a.folder, "run directory")->required();
  verb.add_option("--after", a.after, "sequence number of the last event that is known")->check(CLI::NonNegativeNumber);
  verb.add_flag("--ranks", a.ranks, "only what the ranks of this host write beside the first one's events");
}

Answer runRelay(const RelayArguments& a, Console&) {
  const auto say = [](const Json& line) { return std::puts(toLine(line).c_str()) >= 0 && std::fflush(stdout) == 0; };
  if (a.ranks) relayRanks(RunDirectory(a.folder), interruptToken(), say);
  else relayRun(RunDirectory(a.folder), a.after, interruptToken(), say);
  return {};
}

struct ReceiveArguments {
  std::string bundle, spec, job;
};

void declareReceive(CLI::App& verb, ReceiveArguments& a) {
  verb.group("");
  verb.add_option("BUNDLE", a.bundle, "bundle with the data")->required();
  verb.add_option("--spec", a.spec, "what is asked: the spec.yaml of the other machine")->required();
  verb.add_option("--job", a.job, "name of the run's folder")->required();
}

/// Files that options name came with the bundle, and its project says where they are.
void takeFiles(const Project& project, RunSpec& spec) {
  for (const Option& option : fileOptions(spec.plugin, spec.task))
    if (const OptionValue* here = project.options.find(option.key)) spec.options.set(option.key, *here);
}

/// The folder of the run, which has the other machine's options and this one's paths; the one that is there when it was made before.
Answer runReceive(const ReceiveArguments& a, Console& console) {
  const bool isPlain = !a.job.empty() && a.job.front() != '.' && a.job.find('/') == std::string::npos;
  require(isPlain, "`" + a.job + "` is no name of a folder", "--job", Code::Usage);
  const Project project = openBundle(a.bundle, {{}, interruptToken()});
  Database database(project.databaseFile(), OpenMode::ReadWrite);
  RunSpec spec = readRunSpec(a.spec);
  spec.dataVersion = makeVersion(project, database);
  spec.dataFile = project.versionsFolder() / (spec.dataVersion + ".jsonl");
  spec.dataRoot = project.root;
  takeFiles(project, spec);
  const std::filesystem::path folder = project.runsFolder() / a.job;
  if (!std::filesystem::exists(folder / "spec.yaml")) RunDirectory::create(folder, spec);
  console.say(folder.string());
  return {{{"run", folder.string()}}};
}

}  // namespace

void addRemoteCommands(CommandLine& line) {
  line.verb<MirrorArguments>("mirror", "internal", declareMirror, runMirror);
  line.verb<RelayArguments>("relay", "internal", declareRelay, runRelay);
  line.verb<ReceiveArguments>("receive", "internal", declareReceive, runReceive);
}

}  // namespace assay
