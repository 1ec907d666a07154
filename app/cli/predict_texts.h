// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/console.h"
#include "app/cli/predict_inputs.h"

namespace assay {

/// Texts to read: .txt and .md files, folders of them, and questions as predict_questions.h has them. A long text becomes
/// several inputs, cut at line ends. Throws Error{NotFound, BadInput, "file:line"}.
std::vector<PredictSource> textSources(const std::vector<std::string>& paths);

/// The first names and relations of one output for people; nothing when it has none.
void sayNames(const Json& output, Console& console);

}  // namespace assay
