// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/base/error.h"
#include "core/project/import_items.h"

namespace assay {

namespace {

struct ImportArguments {
  std::string project, source, format, split = "none";
  bool copy = false;
};

std::string formatNames() {
  std::string names;
  for (const Format& format : formats()) names += (names.empty() ? "" : ", ") + format.name;
  return names;
}

void declareImport(CLI::App& verb, ImportArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder")->required();
  verb.add_option("SOURCE", a.source, "file or folder to read")->required();
  verb.add_option("--format", a.format, "one of " + formatNames())->required();
  verb.add_option("--split", a.split, "train, valid or test, for a source without a split of its own");
  verb.add_flag("--copy", a.copy, "copy the images into the project; else they stay where they are");
}

[[noreturn]] void refuse(const ImportReport& report) {
  int errors = 0;
  const Problem* first = nullptr;
  for (const Problem& problem : report.problems) {
    if (problem.severity != Severity::Error) continue;
    if (++errors == 1) first = &problem;
  }
  throw Error(Code::BadInput, "nothing was imported, " + std::to_string(errors) + " errors; the first: " + first->message, first->where);
}

Answer runImport(const ImportArguments& a, Console& console) {
  const Format& format = formatByName(a.format);
  ImportOptions options;
  options.split = splitFromName(a.split);
  options.copyImages = a.copy;
  OpenedProject opened = openProject(a.project, Access::Edit);
  const ImportReport report = importItems(opened.project, *opened.database, format, a.source, options, console.progress());
  console.problems(report.problems);
  if (!report.imported()) refuse(report);
  console.say(summary(report));
  return {{{"items", report.items}, {"annotations", report.annotations}, {"duplicates", report.duplicates},
           {"new_classes", report.newClasses}, {"problems", toJson(report.problems)}}};
}

}  // namespace

void addImportCommand(CommandLine& line) {
  line.verb<ImportArguments>("import", "labels and images in", declareImport, runImport);
}

}  // namespace assay
