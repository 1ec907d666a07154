// SPDX-License-Identifier: Apache-2.0
#include "app/cli/ask_worker.h"

#include "app/cli/worker_process.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/scratch_folder.h"

namespace assay {

WorkerAnswers askWorker(const RunDirectory& run, const std::vector<Json>& inputs, Console& console) {
  const ScratchFolder scratch(std::filesystem::temp_directory_path());
  const std::filesystem::path asked = scratch.path() / "inputs.json", answered = scratch.path() / "outputs.json";
  writeFileAtomically(asked, toLine({{"inputs", inputs}}));
  const Json answer = runWorker({"predict", "--run", run.folder().string(), "--inputs", asked.string(), "--out", answered.string()}, console);
  WorkerAnswers answers{member<Json>(readJson(answered), "outputs", "assay-worker"), answer.value("device", "")};
  require(answers.outputs.is_array() && answers.outputs.size() == inputs.size(), "the worker answered another number of inputs", "assay-worker", Code::JobFailed);
  return answers;
}

}  // namespace assay
