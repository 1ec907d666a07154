// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "core/project/project.h"

namespace assay {

namespace {

struct NewArguments {
  std::string folder, task;
};

void declareNew(CLI::App& verb, NewArguments& a) {
  verb.add_option("DIR", a.folder, "folder of the new project")->required();
  verb.add_option("--task", a.task, "what it is for: detection, table, ... (`assay doctor` lists them)")->required();
}

Answer runNew(const NewArguments& a, Console& console) {
  const Project project = createProject(a.folder, a.task);
  console.say("created " + project.root.string());
  return {{{"project", project.root.string()}, {"task", project.task}, {"plugin", project.plugin}}};
}

}  // namespace

void addNewCommand(CommandLine& line) { line.verb<NewArguments>("new", "an empty project", declareNew, runNew); }

}  // namespace assay
