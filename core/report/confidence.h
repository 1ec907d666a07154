// SPDX-License-Identifier: Apache-2.0
// What can be said of a rate from a few trials, and of the next value from a few before it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/base/export.h"

namespace assay {

struct Interval {
  double low = 0, high = 1;
};

/// Exact interval of a proportion (Clopper and Pearson 1934): each end is wrong with at most (1 - confidence) / 2. [0, 1] without trials.
/// 0 <= successes <= trials.
ASSAY_CORE_API Interval clopperPearson(int64_t successes, int64_t trials, double confidence = 0.95);

/// Exact interval of a rate, per unit of `exposure`, from a count of events that may each happen any number of times (Garwood 1936): false boxes an
/// image, for one. [0, 1e300] without exposure.
ASSAY_CORE_API Interval poissonRate(int64_t events, double exposure, double confidence = 0.95);

/// What a rate of failures is at most when `failures` of `trials` failed: one-sided, wrong with at most 1 - confidence.
ASSAY_CORE_API double upperBound(int64_t failures, int64_t trials, double confidence = 0.95);

/// The fewest trials that, with so many failures, show a rate of success of `rate`: their upperBound is at most 1 - rate. 373 for .992 at 95 % without
/// a failure. 0 < rate < 1.
ASSAY_CORE_API int64_t trialsToClaim(double rate, int64_t failures = 0, double confidence = 0.95);

/// Whether a recall of `rate` is shown by what was found, and if not, how many more would do: English, for reports. `what`: "defects".
ASSAY_CORE_API std::string claimSentence(int64_t found, int64_t trials, double rate, const std::string& what = "defects");

/// Values of one kind, of which the next one is judged: Student's predictive distribution of a normal population with unknown mean and variance
/// (Geisser 1993, section 2.2), t = (x - mean) / (sd sqrt(1 + 1/n)) with n - 1 degrees of freedom.
struct ASSAY_CORE_API Predictive {
  double mean = 0, deviation = 1;   ///< sample mean and standard deviation (n - 1)
  int64_t count = 2;

  /// At least 2 values; a deviation of 0 becomes the smallest positive that keeps the arithmetic finite.
  static Predictive of(std::span<const double> values);
  /// Share of further values of this kind that are below `value`, 0 to 1.
  double below(double value) const;
  /// The value that a share of `share` (0 to 1, exclusive) lies below.
  double quantile(double share) const;
};

}  // namespace assay
