// SPDX-License-Identifier: Apache-2.0
// Active learning: which images that nobody labelled would teach a model most, so that they are labelled next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// What a model says of an image, as far as choosing asks.
struct Surveyed {
  std::string path;
  std::vector<double> scores;      ///< of what it found, 0 to 1 each; of the image as a whole, where it judges nothing else
  double disagreement = 0;         ///< of what it says of two views of the image, >= 0
  std::vector<float> embedding;    ///< what the image looks like to it; of one length within a survey, or empty
};

enum class QueryStrategy {
  Random,         ///< the baseline
  Uncertainty,    ///< entropy of its boxes' scores, in bits, summed (Settles 2009, section 3.1)
  ExpectedError,  ///< wrong decisions to be expected at the threshold: 1 - score of what is shown, score of what is not
  Disagreement,   ///< boxes that it sees in one view and not in the other (consistency; Elezi et al. 2022)
  Diversity,      ///< farthest from all that is labelled or chosen: greedy k-centre (Sener and Savarese 2018)
  Mixed,          ///< the same, distances weighted by the expected error: errors, but not the same one again
};
inline constexpr QueryStrategy everyQueryStrategy[] = {QueryStrategy::Mixed,        QueryStrategy::ExpectedError, QueryStrategy::Uncertainty,
                                                       QueryStrategy::Disagreement, QueryStrategy::Diversity,     QueryStrategy::Random};

ASSAY_CORE_API std::string_view queryStrategyName(QueryStrategy strategy);   // "random", "expected_error", ...
/// Throws Error{BadOption} naming the allowed words.
ASSAY_CORE_API QueryStrategy queryStrategyFromName(std::string_view name);

struct LabelQuery {
  QueryStrategy strategy = QueryStrategy::Mixed;
  std::size_t count = 10;
  double threshold = 0.5;   ///< from which a box is shown
  uint64_t seed = 0;        ///< Random
};

struct Suggestion {
  std::size_t index = 0;    ///< into the pool
  double value = 0;         ///< what the strategy saw in it; to be compared within one answer alone
};

/// At most `count` of the pool, the best first; equal ones in the pool's order. `labelled`: embeddings of what is labelled, for the strategies that ask
/// for something new. Throws Error{BadInput} when a strategy needs embeddings and the pool has none, or of several lengths.
ASSAY_CORE_API std::vector<Suggestion> chooseNext(std::span<const Surveyed> pool, std::span<const std::vector<float>> labelled, const LabelQuery& query);

}  // namespace assay
