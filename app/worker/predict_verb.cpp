// SPDX-License-Identifier: Apache-2.0
#include "app/worker/verbs.h"
#include "core/base/atomic_file.h"
#include "core/engine/serve/model_instance.h"

namespace assay {
namespace {

/// One bad input costs its own output only.
Json outputOf(ModelInstance& instance, const Json& input) {
  try {
    return instance.predict(input);
  } catch (const Error& fault) {
    return {{"error", errorJson(fault)}};
  }
}

}  // namespace

Json predictVerb(const std::filesystem::path& folder, const std::filesystem::path& inputs,
                 const std::filesystem::path& out, const CancelToken& cancel) {
  const Json asked = member<Json>(readJson(inputs), "inputs", inputs.string());
  require(asked.is_array(), "`inputs` must be a list", inputs.string());
  ModelInstance instance(RunDirectory(folder), Weights::LastCheckpoint);
  Json outputs = Json::array();
  int64_t failed = 0;
  for (const Json& input : asked) {
    cancel.check();
    outputs.push_back(outputOf(instance, input));
    if (outputs.back().is_object() && outputs.back().contains("error")) ++failed;
  }
  writeFileAtomically(out, toLine({{"outputs", outputs}}) + "\n");
  return {{"run", folder.filename().string()},
          {"count", outputs.size()},
          {"failed", failed},
          {"device", instance.plan().description}};
}

}  // namespace assay
