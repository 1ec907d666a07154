// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/console.h"
#include "app/cli/predict_inputs.h"

namespace assay {

/// Inputs that are no picture and no table: a JSON object as it stands ({"head": "pump", "relation": "has_fault"}), or
/// a .json or .jsonl file with one a line. Throws Error{NotFound, BadInput, "file:line"}.
std::vector<PredictSource> questionSources(const std::vector<std::string>& inputs);

/// The first answers of one output for people; nothing when it has none.
void sayAnswers(const Json& output, Console& console);

}  // namespace assay
