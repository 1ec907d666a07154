// SPDX-License-Identifier: Apache-2.0
// Measured all-reduces in a file, one JSON object a line: algorithm, hosts, ranks_per_host, cards (as many as ranks), bytes, seconds.
#pragma once

#include <string>
#include <vector>

#include "core/plan/collective_cost.h"

namespace assay {

/// Throws Error{BadInput} with file:line for a line that is none, and for fewer than six.
ASSAY_CORE_API std::vector<CollectiveSample> readAllReduceSamples(const std::string& file);

struct JudgedFit {
  FittedLinks links;
  FitQuality quality;   ///< on the held-out half
  std::size_t seen = 0, heldOut = 0;
};

/// The links that half of the samples tell, a seeded shuffle, judged by the others.
ASSAY_CORE_API JudgedFit fitAndJudge(std::vector<CollectiveSample> samples);

/// What was measured in place of what was assumed.
ASSAY_CORE_API void useLinks(const FittedLinks& links, Cluster& cluster);

}  // namespace assay
