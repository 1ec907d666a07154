// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "app/cli/predict_inputs.h"
#include "app/cli/worker_process.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/job/start_run.h"
#include "core/plugin/catalogue.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

struct PredictArguments {
  std::string project, run = "latest", out, reference;
  std::vector<std::string> inputs;
};

void declarePredict(CLI::App& verb, PredictArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder or bundle")->required();
  verb.add_option("INPUT", a.inputs, "images or folders of them; for tables CSV files")->required();
  verb.add_option("--run", a.run, "id or latest");
  verb.add_option("--out", a.out, "folder for one JSON file an input and summary.json")->required();
  verb.add_option("--reference", a.reference, "reference image, or a folder of them with the same names");
}

/// Files that are needed for a moment only; they go away with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (fs::temp_directory_path() / "assay-predict-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throwErrno("making a temporary folder", pattern);
    folder_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  fs::path operator/(const char* name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

Json askWorker(const RunDirectory& run, const std::vector<PredictSource>& sources, Console& console, std::string& device) {
  const ScratchFolder scratch;
  Json inputs = Json::array();
  for (const PredictSource& source : sources)
    for (const Json& input : source.inputs) inputs.push_back(input);
  writeFileAtomically(scratch / "inputs.json", toLine({{"inputs", inputs}}));
  console.live("predicting " + std::to_string(inputs.size()) + " inputs");
  const Json answer = runWorker({"predict", "--run", run.folder().string(), "--inputs", (scratch / "inputs.json").string(),
                                 "--out", (scratch / "outputs.json").string()}, console);
  device = answer.value("device", "");
  const Json outputs = member<Json>(readJson(scratch / "outputs.json"), "outputs", "assay-worker");
  require(outputs.is_array() && outputs.size() == inputs.size(), "the worker answered another number of inputs", "assay-worker", Code::JobFailed);
  return outputs;
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
    const bool single = source.inputs.size() == 1 && source.inputs.front().contains("image");
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
    }
    rows.push_back(std::move(row));
  }
  return failed;
}

Answer runPredict(const PredictArguments& a, Console& console) {
  OpenedProject opened = openProject(a.project, Access::Read);
  const RunDirectory run = openRun(opened.project, *opened.database, a.run);
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  const std::vector<PredictSource> sources = predictSources(catalogue.byId(run.spec().plugin), a.inputs, a.reference);
  std::error_code error;
  fs::create_directories(a.out, error);
  require(!error, "the folder cannot be made: " + error.message(), a.out, Code::ReadOnly);
  std::string device;
  const Json outputs = askWorker(run, sources, console, device);
  Json rows = Json::array();
  const int64_t failed = writeOutputs(a.out, sources, outputs, rows, console);
  Answer answer{{{"run", run.folder().filename().string()}, {"count", sources.size()}, {"failed", failed}, {"out", a.out}, {"device", device}}};
  Json summary = answer.json;
  summary["outputs"] = std::move(rows);
  writeFileAtomically(fs::path(a.out) / "summary.json", toLine(summary) + "\n");
  console.say(std::to_string(sources.size() - std::size_t(failed)) + " of " + std::to_string(sources.size()) + " inputs answered; results are in " + a.out);
  if (failed > 0) answer.exitCode = exitCode(Code::BadInput);
  return answer;
}

}  // namespace

void addPredictCommand(CommandLine& line) {
  line.verb<PredictArguments>("predict", "what a run's model says about new inputs", declarePredict, runPredict);
}

}  // namespace assay
