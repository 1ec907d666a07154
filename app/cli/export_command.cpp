// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/project/export_items.h"

namespace assay {

namespace {

struct ExportArguments {
  std::string project, out, format;
};

void declareExport(CLI::App& verb, ExportArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
  verb.add_option("OUT", a.out, "file or folder to write; it must not exist yet")->required();
  verb.add_option("--format", a.format, "as in `assay import`")->required();
}

Answer runExport(const ExportArguments& a, Console& console) {
  const Format& format = formatByName(a.format);
  OpenedProject opened = openProject(a.project, Access::Read);
  const ExportReport report = exportItems(opened.project, *opened.database, format, a.out, console.progress());
  for (const std::string& loss : report.losses) console.note("not kept: " + loss);
  console.say(std::to_string(report.items) + " items with " + std::to_string(report.annotations) + " labels written to " + a.out);
  return {{{"items", report.items}, {"annotations", report.annotations}, {"losses", report.losses}}};
}

}  // namespace

void addExportCommand(CommandLine& line) {
  line.verb<ExportArguments>("export", "labels out, with a report of what could not be kept", declareExport, runExport);
}

}  // namespace assay
