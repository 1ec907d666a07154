// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/plugin/model_type.h"
#include "core/job/event_log.h"

namespace assay {

class Ema;

/// Judges the model on a split with the averaged weights (when there is an average), in evaluation mode.
/// Metrics that are not finite are a fault of the plugin: Error{BadPlugin} names them.
ASSAY_ENGINE_API EvaluationResult evaluateModel(ModelType& model, const Ema* average, Split split,
                                                const Progress& progress);

/// Whether a training of so many seconds, `evaluated` of them spent on evaluations, may evaluate once more before its end: within its first minute always, later as long as they have
/// taken at most a tenth. A GPU goes through the epochs of a small set faster than anybody looks.
ASSAY_ENGINE_API bool isEvaluationAffordable(double seconds, double evaluated);

/// {"step","split","count","values"} as an "evaluation" event.
ASSAY_ENGINE_API void reportEvaluation(EventWriter& events, const EvaluationResult& result, Split split, int64_t step);

/// <folder>/<name>.json, each atomically. Throws Error{BadPlugin} for a name that is no plain file name.
ASSAY_ENGINE_API void writeArtifacts(const std::vector<Artifact>& artifacts, const std::filesystem::path& folder);

/// {"map33": 0.97, ...}
ASSAY_ENGINE_API Json metricsJson(const std::map<std::string, double>& metrics);

}  // namespace assay
