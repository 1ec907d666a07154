// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/evaluator.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <torch/torch.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/train/ema.h"
#include "core/engine/train/eval_scope.h"

namespace assay {

EvaluationResult evaluateModel(ModelType& model, const Ema* average, Split split, const Progress& progress) {
  const EvalScope scope(model.network(), average);
  EvaluationResult result = model.evaluate(split, progress);
  for (const auto& [name, value] : result.metrics)
    require(std::isfinite(value), "the plugin reports that metric `" + name + "` is not a finite number", {},
            Code::BadPlugin);
  return result;
}

void reportEvaluation(EventWriter& events, const EvaluationResult& result, Split split, int64_t step) {
  events.write("evaluation", {{"step", step},
                              {"split", splitName(split)},
                              {"count", result.count},
                              {"values", metricsJson(result.metrics)}});
}

void writeArtifacts(const std::vector<Artifact>& artifacts, const std::filesystem::path& folder) {
  if (artifacts.empty()) return;
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  require(!failed, "the folder cannot be created: " + failed.message(), folder.string(), Code::Io);
  for (const Artifact& artifact : artifacts) {
    const bool isPlain = !artifact.name.empty() && artifact.name.size() <= 64 &&
                         std::all_of(artifact.name.begin(), artifact.name.end(), [](unsigned char c) {
                           return std::isalnum(c) != 0 || c == '_' || c == '-';
                         });
    require(isPlain, "the artifact name `" + artifact.name + "` must be letters, digits, _ and -", {}, Code::BadPlugin);
    require(artifact.body.is_object() && artifact.body.contains("kind"),
            "the artifact `" + artifact.name + "` has no kind", {}, Code::BadPlugin);
    writeFileAtomically(folder / (artifact.name + ".json"), toLine(artifact.body) + "\n");
  }
}

bool isEvaluationAffordable(double seconds, double evaluated) {
  constexpr double always = 60, share = 0.1;
  return seconds < always || evaluated <= share * seconds;
}

Json metricsJson(const std::map<std::string, double>& metrics) {
  Json json = Json::object();
  for (const auto& [name, value] : metrics) json[name] = value;
  return json;
}

}  // namespace assay
