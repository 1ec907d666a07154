// SPDX-License-Identifier: Apache-2.0
// A verb of `assay`: it declares its arguments, and sets the action that runs when the line was understood.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/console.h"

namespace assay {

struct Answer {
  Json json = Json::object();   ///< what --json prints
  int exitCode = 0;             ///< not 0 when the verb ended well but its subject did not
};

using Action = std::function<Answer(Console&)>;

struct CommandLine {
  CLI::App& app;
  Action& action;   ///< of the verb that was given

  /// A verb whose arguments live in `Arguments`; `declare` binds them, `run` gets them.
  template <class Arguments>
  void verb(const std::string& name, const std::string& help, void (*declare)(CLI::App&, Arguments&),
            Answer (*run)(const Arguments&, Console&)) {
    CLI::App* sub = app.add_subcommand(name, help);
    const auto arguments = std::make_shared<Arguments>();
    declare(*sub, *arguments);
    sub->callback([&chosen = action, arguments, run] {
      chosen = [arguments, run](Console& console) { return run(*arguments, console); };
    });
  }
};

void addNewCommand(CommandLine& line);
void addSampleCommand(CommandLine& line);
void addImportCommand(CommandLine& line);
void addExportCommand(CommandLine& line);
void addSplitCommand(CommandLine& line);
void addSuggestCommand(CommandLine& line);
void addSnapshotCommand(CommandLine& line);
void addDiffCommand(CommandLine& line);
void addValidateCommand(CommandLine& line);
void addDoctorCommand(CommandLine& line);
void addTrainCommand(CommandLine& line);
void addEvalCommand(CommandLine& line);
void addPredictCommand(CommandLine& line);
void addRunsCommand(CommandLine& line);
void addWatchCommand(CommandLine& line);
void addStopCommand(CommandLine& line);
void addBundleCommand(CommandLine& line);
void addOptionsCommand(CommandLine& line);
void addPlanCommand(CommandLine& line);
void addRenderCommand(CommandLine& line);
void addSuperviseCommand(CommandLine& line);
void addRemoteCommands(CommandLine& line);

}  // namespace assay
