// SPDX-License-Identifier: Apache-2.0
// assay: every verb of the application without a window. One of the three borders where Error is caught.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "app/cli/command.h"
#include "app/cli/interrupts.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/nearest_name.h"
#include "core/base/system_error.h"
#include "core/job/worker_environment.h"

namespace assay {

namespace {

int report(const Error& error, bool json) {
  std::fprintf(stderr, "assay: %s\n", error.what());
  if (json) {
    const Json body = {{"code", codeName(error.code())}, {"message", error.message()}, {"where", error.where()}};
    std::puts(toLine({{"error", body}}).c_str());
  }
  return exitCode(error.code());
}

void addVerbs(CommandLine& line) {
  for (const auto add : {addNewCommand, addSampleCommand, addImportCommand, addExportCommand, addSplitCommand,
                         addSuggestCommand, addSnapshotCommand, addDiffCommand, addValidateCommand, addDoctorCommand, addTrainCommand,
                         addEvalCommand, addPredictCommand, addRunsCommand, addWatchCommand, addStopCommand,
                         addBundleCommand, addOptionsCommand, addPlanCommand, addRenderCommand, addSuperviseCommand, addRemoteCommands})
    add(line);
}

/// CLI11 says only that a verb is needed when the one that was given is unknown.
void requireKnownVerb(const CLI::App& app, int argc, char** argv) {
  require(argc > 1, "a verb is needed; `assay --help` lists them", {}, Code::Usage);
  const std::string given = argv[1];
  std::vector<std::string> known;
  for (const CLI::App* verb : app.get_subcommands({})) known.push_back(verb->get_name());
  if (given.starts_with("-") || std::find(known.begin(), known.end(), given) != known.end()) return;
  const std::string nearest = nearestName(given, known);
  throw Error(Code::Usage, "there is no verb `" + given + "`" + (nearest.empty() ? "; " : "; did you mean `" + nearest + "`? ") +
                               "`assay --help` lists them");
}

int runCli(int argc, char** argv, bool json) {
  CLI::App app{"Assay: label, train, judge and ship models", "assay"};
  app.set_version_flag("--version", "assay " ASSAY_VERSION);
  bool isJsonAgain = false;   // main() has looked already
  app.add_flag("--json", isJsonAgain, "print one JSON object as the last line of stdout; logs go to stderr");
  app.require_subcommand(1);
  app.fallthrough();   // --json may stand after the verb
  app.footer("RUN is an id or `latest`. With --json the last line of stdout is one JSON object and logs go to stderr.\n"
             "Exit codes: 0 done, 2 usage, 3 bad input, 4 the job failed, 5 stopped, 6 environment.");
  Action action;
  CommandLine line{app, action};
  addVerbs(line);
  requireKnownVerb(app, argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    const std::string verb = app.get_subcommands().empty() ? "" : app.get_subcommands().front()->get_name() + " ";
    throw Error(Code::Usage, std::string(error.what()) + "; see `assay " + verb + "--help`");
  }
  Console console(json);
  Answer answer = action(console);
  console.endLive();
  if (json) std::puts(toLine(answer.json).c_str());
  return answer.exitCode;
}

}  // namespace

}  // namespace assay

int main(int argc, char** argv) {
  using namespace assay;
  bool json = false;   // known before the line is parsed, because a line that cannot be parsed is an error too
  for (int i = 1; i < argc; ++i) json = json || std::strcmp(argv[i], "--json") == 0;
  try {
    setWorkerEnvironment();
    startLog("assay");
    catchInterrupts();
    return runCli(argc, argv, json);
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::filesystem::filesystem_error& error) {
    return report(errorOfFileSystem(error), json);
  } catch (const std::bad_alloc&) {
    return report(Error(Code::JobFailed, "out of memory"), json);
  } catch (const std::exception& error) {
    return report(Error(Code::Internal, error.what()), json);
  }
}
