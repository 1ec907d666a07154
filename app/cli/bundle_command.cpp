// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/base/error.h"
#include "core/project/bundle.h"
#include "core/store/run_table.h"

namespace assay {

namespace {

struct BundleArguments {
  std::string project, out, run;
};

void declareBundle(CLI::App& verb, BundleArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder")->required();
  verb.add_option("OUT", a.out, "file to write, ending in .assay")->required();
  verb.add_option("--run", a.run, "also pack the model of this RUN");
}

Answer runBundle(const BundleArguments& a, Console& console) {
  require(a.out.ends_with(".assay"), "a bundle's name must end in .assay", a.out, Code::Usage);
  OpenedProject opened = openProject(a.project, Access::Read);
  BundleOptions options;
  if (!a.run.empty()) options.model = findRunByName(*opened.database, a.run);
  const std::string version = writeBundle(opened.project, *opened.database, a.out, console.progress(), options);
  const auto bytes = std::filesystem::file_size(a.out);
  console.say("wrote " + a.out + " (" + std::to_string(bytes / 1000) + " kB) with dataset version " + version.substr(0, 8));
  return {{{"bundle", a.out}, {"version", version}, {"bytes", bytes}}};
}

}  // namespace

void addBundleCommand(CommandLine& line) {
  line.verb<BundleArguments>("bundle", "a project frozen for runs elsewhere", declareBundle, runBundle);
}

}  // namespace assay
