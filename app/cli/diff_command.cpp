// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/labels/version_diff.h"
#include "core/project/make_version.h"

namespace assay {

namespace {

struct DiffArguments {
  std::string project, before, after;
};

void declareDiff(CLI::App& verb, DiffArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder")->required();
  verb.add_option("A", a.before, "dataset version: its hash, or the beginning of it")->required();
  verb.add_option("B", a.after, "the later one")->required();
}

Snapshot versionOf(const OpenedProject& opened, const std::string& name) {
  const std::string hash = findVersion(opened.project, *opened.database, name);
  return readSnapshot(opened.project.versionsFolder() / (hash + ".jsonl"));
}

Answer runDiff(const DiffArguments& a, Console& console) {
  const OpenedProject opened = openProject(a.project, Access::Read);
  const VersionDiff diff = diffVersions(versionOf(opened, a.before), versionOf(opened, a.after));
  console.say(summary(diff));
  for (const std::string& path : diff.addedItems) console.say("+ " + path);
  for (const std::string& path : diff.removedItems) console.say("- " + path);
  for (const ItemDiff& item : diff.changedItems) console.say("~ " + item.path);
  return {toJson(diff)};
}

}  // namespace

void addDiffCommand(CommandLine& line) {
  line.verb<DiffArguments>("diff", "what changed between two dataset versions", declareDiff, runDiff);
}

}  // namespace assay
