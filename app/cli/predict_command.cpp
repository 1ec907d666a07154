// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "app/cli/ask_worker.h"
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "app/cli/predict_inputs.h"
#include "app/cli/predict_questions.h"
#include "app/cli/predict_texts.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/system_error.h"
#include "core/job/start_run.h"
#include "core/plugin/catalogue.h"
#include "core/project/fresh_folder.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

struct PredictArguments {
  std::string project, run = "latest", out, reference;
  std::vector<std::string> inputs;
};

void declarePredict(CLI::App& verb, PredictArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
  verb.add_option("INPUT", a.inputs, "images or folders of them; for tables CSV files; for graphs questions as JSON or .jsonl files of them; for text readers .txt and .md files")->required();
  verb.add_option("--run", a.run, "id or latest (latest)");
  verb.add_option("--out", a.out, "folder for one JSON file an input and summary.json")->required();
  verb.add_option("--reference", a.reference, "reference image, or a folder of them with the same names");
}

std::string freeName(const fs::path& file, std::set<std::string>& taken) {
  std::string name = file.stem().string();
  for (int n = 2; !taken.insert(name).second; ++n) name = file.stem().string() + "_" + std::to_string(n);
  return name + ".json";
}

bool isFailure(const Json& output) { return output.is_object() && output.contains("error"); }

int64_t failedRows(const Json& outputs) { return std::count_if(outputs.begin(), outputs.end(), isFailure); }

std::string firstFailure(const Json& outputs) {
  const auto found = std::find_if(outputs.begin(), outputs.end(), isFailure);
  return found == outputs.end() ? "" : (*found)["error"].value("message", "");
}

/// One file per source; a row of the summary each. Returns how many sources failed.
int64_t writeOutputs(const fs::path& out, const std::vector<PredictSource>& sources, const Json& outputs, Json& rows, Console& console) {
  std::set<std::string> taken{"summary"};
  int64_t failed = 0;
  std::size_t next = 0;
  for (const PredictSource& source : sources) {
    const bool single = source.isOne;
    const Json output = single ? outputs[next] : Json(Json::array_t(outputs.begin() + std::ptrdiff_t(next), outputs.begin() + std::ptrdiff_t(next + source.inputs.size())));
    next += source.inputs.size();
    Json row = {{"input", source.file.string()}};
    if (single && isFailure(output)) {
      ++failed;
      row["error"] = output["error"];
      console.note("error: " + source.file.string() + ": " + output["error"].value("message", ""));
    } else {
      if (const int64_t rows = single ? 0 : failedRows(output); rows > 0) {
        ++failed;
        row["failed_rows"] = rows;
        console.note("error: " + source.file.string() + ": " + std::to_string(rows) + " of " + std::to_string(output.size()) +
                     " rows could not be answered; the first: " + firstFailure(output));
      }
      const std::string name = freeName(source.file, taken);
      Json content = {{"input", source.file.string()}};
      content[single ? "output" : "outputs"] = output;
      writeFileAtomically(out / name, toLine(content) + "\n");
      row["file"] = name;
      if (single) sayAnswers(output, console);
      for (std::size_t i = next - source.inputs.size(); i < next; ++i) sayNames(outputs[i], console);
    }
    rows.push_back(std::move(row));
  }
  return failed;
}

/// Made or there already, and writable: known before a model is loaded.
void requireFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) throw Error(codeOfErrno(fault.value()), "the folder cannot be made: " + fault.message(), folder.string());
  requireWritable(folder / "summary.json");
}

Answer runPredict(const PredictArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Read);
  const RunDirectory run = openRun(opened.project, *opened.database, a.run);
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  const std::vector<PredictSource> sources = predictSources(catalogue.byId(run.spec().plugin), a.inputs, a.reference);
  run.requireCheckpoint();   // before a worker is started for nothing
  FreshFolder out(a.out);    // goes away again when nothing was answered
  requireFolder(a.out);
  std::vector<Json> inputs;
  for (const PredictSource& source : sources) inputs.insert(inputs.end(), source.inputs.begin(), source.inputs.end());
  console.live("predicting " + std::to_string(inputs.size()) + " inputs");
  const auto [outputs, device] = askWorker(run, inputs, console);
  Json rows = Json::array();
  const int64_t failed = writeOutputs(a.out, sources, outputs, rows, console);
  Answer answer{{{"run", run.folder().filename().string()}, {"count", sources.size()}, {"failed", failed}, {"out", a.out}, {"device", device}}};
  Json summary = answer.json;
  summary["outputs"] = std::move(rows);
  writeFileAtomically(fs::path(a.out) / "summary.json", toLine(summary) + "\n");
  out.keep();
  console.say(std::to_string(sources.size() - std::size_t(failed)) + " of " + std::to_string(sources.size()) + " inputs answered; results are in " + a.out);
  if (failed > 0) answer.exitCode = exitCode(Code::BadInput);
  return answer;
}

}  // namespace

void addPredictCommand(CommandLine& line) {
  line.verb<PredictArguments>("predict", "what a run's model says about new inputs", declarePredict, runPredict);
}

}  // namespace assay
