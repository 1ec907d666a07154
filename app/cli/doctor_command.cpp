// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "app/cli/worker_process.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/plugin/catalogue.h"

namespace assay {

namespace {

struct DoctorArguments {};

void declareDoctor(CLI::App&, DoctorArguments&) {}

Json pluginRow(const PluginEntry& entry) {
  Json row = {{"id", entry.manifest.id}, {"version", entry.manifest.version}, {"task", entry.manifest.task},
              {"folder", entry.folder.string()}, {"library", std::filesystem::exists(entry.manifest.library)}};
  if (!entry.error.empty()) row["error"] = entry.error;
  return row;
}

Json pluginRows(Console& console) {
  Json rows = Json::array();
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  for (const PluginEntry& entry : catalogue.entries()) {
    rows.push_back(pluginRow(entry));
    console.say("plugin " + entry.manifest.id + " " + entry.manifest.version +
                (entry.error.empty() ? ", task " + entry.manifest.task : ": cannot be used: " + entry.error) +
                (entry.error.empty() && !rows.back()["library"].get<bool>() ? " (its library is not built)" : ""));
  }
  return rows;
}

Answer runDoctor(const DoctorArguments&, Console& console) {
  console.say("assay " ASSAY_VERSION ", home " + assayHome().string());
  Answer answer{{{"version", ASSAY_VERSION}, {"home", assayHome().string()}, {"resources", resourceFolder().string()}}};
  answer.json["plugins"] = pluginRows(console);
  try {
    const Json machine = runWorker({"probe"}, console);
    answer.json["machine"] = machine;
    for (const auto& [name, value] : machine.items()) console.say(name + ": " + (value.is_string() ? value.get<std::string>() : value.dump()));
  } catch (const Error& error) {   // the rest of the picture is worth having without it
    console.note(std::string("error: the worker cannot run here: ") + error.what());
    answer.json["machine"] = {{"error", {{"code", codeName(error.code())}, {"message", error.message()}, {"where", error.where()}}}};
    answer.exitCode = exitCode(Code::Environment);
  }
  return answer;
}

}  // namespace

void addDoctorCommand(CommandLine& line) {
  line.verb<DoctorArguments>("doctor", "devices, libraries, plugins: what this machine can do", declareDoctor, runDoctor);
}

}  // namespace assay
