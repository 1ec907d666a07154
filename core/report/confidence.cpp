// SPDX-License-Identifier: Apache-2.0
#include "core/report/confidence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "core/base/error.h"
#include "core/report/html_text.h"

namespace assay {

namespace {

double betaQuantile(double a, double b, double share) { return boost::math::quantile(boost::math::beta_distribution<>(a, b), share); }

double chiSquaredQuantile(double degrees, double share) { return boost::math::quantile(boost::math::chi_squared_distribution<>(degrees), share); }

double scaleOf(const Predictive& p) { return p.deviation * std::sqrt(1 + 1 / double(p.count)); }

}  // namespace

Interval clopperPearson(int64_t successes, int64_t trials, double confidence) {
  require(successes >= 0 && successes <= trials, "there are more successes than trials");
  const double tail = (1 - confidence) / 2, k = double(successes), n = double(trials);
  Interval interval;
  if (successes > 0) interval.low = betaQuantile(k, n - k + 1, tail);
  if (successes < trials) interval.high = betaQuantile(k + 1, n - k, 1 - tail);
  return interval;
}

Interval poissonRate(int64_t events, double exposure, double confidence) {
  require(events >= 0, "a count is not below 0");
  if (exposure <= 0) return {0, 1e300};
  const double tail = (1 - confidence) / 2, n = double(events);
  const double low = events > 0 ? chiSquaredQuantile(2 * n, tail) / 2 : 0, high = chiSquaredQuantile(2 * n + 2, 1 - tail) / 2;
  return {low / exposure, high / exposure};
}

double upperBound(int64_t failures, int64_t trials, double confidence) {
  require(failures >= 0 && failures <= trials, "there are more failures than trials");
  return failures < trials ? betaQuantile(double(failures) + 1, double(trials - failures), confidence) : 1;
}

int64_t trialsToClaim(double rate, int64_t failures, double confidence) {
  require(rate > 0 && rate < 1 && confidence > 0 && confidence < 1 && failures >= 0, "a rate and a confidence lie between 0 and 1");
  const auto isShownBy = [&](int64_t trials) { return upperBound(failures, trials, confidence) <= 1 - rate; };
  int64_t low = failures, high = failures + 1;   // low is too few
  while (!isShownBy(high)) low = std::exchange(high, 2 * high);
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    (isShownBy(middle) ? high : low) = middle;
  }
  return high;
}

std::string claimSentence(int64_t found, int64_t trials, double rate, const std::string& what) {
  const int64_t missed = trials - found, needed = trialsToClaim(rate, missed);
  const std::string claim = "a recall of " + percent(rate) + " with 95 % certainty";
  if (trials >= needed) return "This shows " + claim + ".";
  if (trials > 0 && double(found) / double(trials) < rate) return "This does not show " + claim + ": too many are missed.";
  return "This does not show " + claim + ": " + std::to_string(trials) + " " + what + " are too few. " + std::to_string(needed - trials) +
         " more, all of them found, would do.";
}

Predictive Predictive::of(std::span<const double> values) {
  require(values.size() >= 2, "a distribution needs two values or more");
  Predictive p;
  p.count = int64_t(values.size());
  p.mean = std::accumulate(values.begin(), values.end(), 0.0) / double(p.count);
  double squares = 0;
  for (const double value : values) squares += (value - p.mean) * (value - p.mean);
  p.deviation = std::max(std::sqrt(squares / double(p.count - 1)), 1e-9 * std::max(1.0, std::abs(p.mean)));
  return p;
}

double Predictive::below(double value) const {
  return boost::math::cdf(boost::math::students_t(double(count - 1)), (value - mean) / scaleOf(*this));
}

double Predictive::quantile(double share) const {
  return mean + scaleOf(*this) * boost::math::quantile(boost::math::students_t(double(count - 1)), share);
}

}  // namespace assay
