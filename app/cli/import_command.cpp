// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/base/error.h"
#include "core/project/import_items.h"

namespace assay {

namespace {

struct ImportArguments {
  std::string project, source, format, split = "none", columns, names;
  bool copy = false, skipBad = false;
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
  verb.add_option("--split", a.split, "train, valid or test, for a source without a split of its own")
      ->check(CLI::IsMember({"none", "train", "valid", "test"}));
  verb.add_option("--columns", a.columns, "for `triples` in CSV: head,relation,tail by name or by number from 1");
  verb.add_option("--names", a.names, "for `triples`: entity names (id, name, type, aliases with tabs between) that do not lie beside them");
  verb.add_flag("--copy", a.copy, "copy the images into the project; else they stay where they are");
  verb.add_flag("--skip-bad", a.skipBad,
                "leave out images that cannot be read and labels that cannot be placed; else one of them stops the import");
}

[[noreturn]] void refuse(const ImportReport& report, Console& console) {
  int errors = 0, skippable = 0;
  const Problem* first = nullptr;
  for (const Problem& problem : report.problems) {
    if (problem.severity != Severity::Error) continue;
    if (++errors == 1) first = &problem;
    skippable += problem.fix == skipBadFix;
  }
  if (report.problems.size() > 1) console.problems(report.problems);   // a single one is the message itself
  throw Error(Code::BadInput,
              "nothing was imported, " + std::to_string(errors) + (errors == 1 ? " error: " : " errors; the first: ") +
                  first->message + (skippable == errors ? " (--skip-bad leaves such ones out)" : ""),
              first->where);
}

Answer runImport(const ImportArguments& a, Console& console) {
  const Format& format = formatByName(a.format);
  ImportOptions options;
  options.split = splitFromName(a.split);
  options.copyImages = a.copy;
  options.columns = a.columns;
  options.names = a.names;
  options.skipBad = a.skipBad;
  OpenedProject opened = openProject(a.project, Access::Edit);
  const ImportReport report = importItems(opened.project, *opened.database, format, a.source, options, console.progress());
  if (!report.imported()) refuse(report, console);
  console.problems(report.problems);
  const std::size_t warnings = report.problems.size();
  console.say(summary(report) + (warnings == 0 ? "" : warnings == 1 ? "; 1 warning" : "; " + std::to_string(warnings) + " warnings"));
  return {{{"items", report.items}, {"annotations", report.annotations}, {"duplicates", report.duplicates},
           {"new_classes", report.newClasses}, {"problems", toJson(report.problems)}}};
}

}  // namespace

void addImportCommand(CommandLine& line) {
  line.verb<ImportArguments>("import", "labels and images in", declareImport, runImport);
}

}  // namespace assay
