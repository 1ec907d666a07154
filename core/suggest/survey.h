// SPDX-License-Identifier: Apache-2.0
// A run's model looks at what nobody labelled, and says what to label next: <run>/suggestions.json.
#pragma once

#include "core/job/run_directory.h"
#include "core/labels/item.h"
#include "core/suggest/query_strategy.h"

namespace assay {

/// Images of the training part, and those of no part yet without a label. Withheld labels count as none.
struct SurveyPlan {
  std::vector<Item> pool;       ///< without labels: what is chosen from
  std::vector<Item> labelled;   ///< what the model has seen already
};

/// By path. Of more than `most` on either side, a draw by `seed`. Throws Error{BadInput} when there is nothing to choose from.
ASSAY_CORE_API SurveyPlan planSurvey(const std::vector<Item>& items, std::size_t most, uint64_t seed);

/// What a worker's `predict` is asked of an image.
ASSAY_CORE_API Json surveyInput(const Item& item, const std::filesystem::path& root);

/// Its answer, and the threshold that it names (.5 when it names none). Throws Error{BadInput} for an answer that is no detector's.
ASSAY_CORE_API Surveyed surveyedFrom(const std::string& path, const Json& output);
ASSAY_CORE_API double thresholdFrom(const Json& output);

struct SuggestedImage {
  std::string path;   ///< as the item has it
  double value = 0;
};
struct Suggestions {
  QueryStrategy strategy = QueryStrategy::Mixed;
  std::vector<SuggestedImage> images;   ///< the best first
};

ASSAY_CORE_API void writeSuggestions(const RunDirectory& run, const Suggestions& suggestions);
/// None when nothing was suggested by this run. Throws Error{BadInput} for a damaged file.
ASSAY_CORE_API std::optional<Suggestions> readSuggestions(const RunDirectory& run);

}  // namespace assay
