// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/project/make_version.h"
#include "core/store/run_table.h"

namespace assay {

namespace {

struct SnapshotArguments {
  std::string project;
};

void declareSnapshot(CLI::App& verb, SnapshotArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder")->required();
}

Answer runSnapshot(const SnapshotArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Runs);
  const std::string hash = makeVersion(opened.project, *opened.database);
  Answer answer{{{"version", hash}}};
  for (const VersionRow& row : listVersions(*opened.database)) {
    if (row.hash != hash) continue;
    answer.json.update(Json{{"items", row.items}, {"labelled", row.labelled}, {"annotations", row.annotations}});
    console.say("version " + hash.substr(0, 8) + ": " + std::to_string(row.items) + " items, " + std::to_string(row.labelled) +
                " labelled, " + std::to_string(row.annotations) + " labels");
  }
  return answer;
}

}  // namespace

void addSnapshotCommand(CommandLine& line) {
  line.verb<SnapshotArguments>("snapshot", "freezes the present state as a dataset version", declareSnapshot, runSnapshot);
}

}  // namespace assay
