// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/base/error.h"
#include "core/project/validator.h"

namespace assay {

namespace {

struct ValidateArguments {
  std::string project;
};

void declareValidate(CLI::App& verb, ValidateArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
}

Answer runValidate(const ValidateArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Read);
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  const Problems problems = validateProject(opened.project, *opened.database, pluginOf(opened.project, catalogue));
  const auto errors = std::count_if(problems.begin(), problems.end(), [](const Problem& p) { return p.severity == Severity::Error; });
  const auto warnings = static_cast<std::ptrdiff_t>(problems.size()) - errors;
  console.problems(problems);
  const auto counted = [](std::ptrdiff_t count, const std::string& what) { return std::to_string(count) + " " + what + (count == 1 ? "" : "s"); };
  console.say(counted(errors, "error") + ", " + counted(warnings, "warning"));
  return {{{"errors", errors}, {"warnings", warnings}, {"problems", toJson(problems)}}, errors > 0 ? exitCode(Code::BadInput) : 0};
}

}  // namespace

void addValidateCommand(CommandLine& line) {
  line.verb<ValidateArguments>("validate", "every problem of a project at once", declareValidate, runValidate);
}

}  // namespace assay
