// SPDX-License-Identifier: Apache-2.0
// How a model gets better with labels, and how many more it would take.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/report/confidence.h"

namespace assay {

/// One model: trained on so many labelled images, it found so many of the defects that judged it.
struct LabelPoint {
  int64_t labelled = 0;            ///< > 0
  int64_t found = 0, total = 0;    ///< total > 0
  std::string run;

  double recall() const { return double(found) / double(total); }
  Interval interval() const { return clopperPearson(found, total); }   ///< 95 %
};

/// miss(n) = amplitude * n^-exponent, the power law that errors follow over the size of the training set (Cortes et al. 1993; Hestness et al. 2017).
struct ASSAY_CORE_API MissLaw {
  double amplitude = 1, exponent = 0;
  double missAt(double labelled) const;
};

/// Maximum likelihood of the misses as binomial draws, over a grid of exponents from 0 to 2. None for points of fewer than two different sizes.
ASSAY_CORE_API std::optional<MissLaw> fitMisses(std::span<const LabelPoint> points);

/// Labelled images at which the law reaches `recall` (0 to 1, exclusive); none when it does not within `most`.
ASSAY_CORE_API std::optional<int64_t> labelsFor(const MissLaw& law, double recall, int64_t most = 1000000);

/// What the points say on "how many more?", in English.
ASSAY_CORE_API std::string labelAdvice(std::span<const LabelPoint> points, double recall);

}  // namespace assay
