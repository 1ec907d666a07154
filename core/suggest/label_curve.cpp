// SPDX-License-Identifier: Apache-2.0
#include "core/suggest/label_curve.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/report/html_text.h"

namespace assay {

namespace {

constexpr int exponentSteps = 200;
constexpr double largestExponent = 2;
constexpr int scalingRounds = 60;
constexpr double leastMiss = 1e-9, mostMiss = 1 - 1e-9;

/// With half a miss and half a find more than there were, so that a model without a miss does not make the law jump to nothing (Jeffreys' prior).
double logLikelihood(std::span<const LabelPoint> points, const MissLaw& law) {
  double sum = 0;
  for (const LabelPoint& point : points) {
    const double miss = std::clamp(law.missAt(double(point.labelled)), leastMiss, mostMiss);
    sum += (double(point.total - point.found) + 0.5) * std::log(miss) + (double(point.found) + 0.5) * std::log(1 - miss);
  }
  return sum;
}

/// The amplitude of the highest likelihood: it has one maximum over log amplitude, found by golden section.
MissLaw bestOf(std::span<const LabelPoint> points, double exponent) {
  constexpr double golden = 0.6180339887498949;
  double low = std::log(1e-6), high = std::log(1e6);
  const auto value = [&](double logAmplitude) { return logLikelihood(points, {std::exp(logAmplitude), exponent}); };
  for (int round = 0; round < scalingRounds; ++round) {
    const double a = high - golden * (high - low), b = low + golden * (high - low);
    (value(a) < value(b) ? low : high) = value(a) < value(b) ? a : b;
  }
  return {std::exp((low + high) / 2), exponent};
}

}  // namespace

double MissLaw::missAt(double labelled) const { return std::min(amplitude * std::pow(labelled, -exponent), 1.0); }

std::optional<MissLaw> fitMisses(std::span<const LabelPoint> points) {
  std::set<int64_t> sizes;
  for (const LabelPoint& point : points) {
    require(point.labelled > 0 && point.total > 0 && point.found >= 0 && point.found <= point.total, "a point needs labels and defects");
    sizes.insert(point.labelled);
  }
  if (sizes.size() < 2) return std::nullopt;
  MissLaw best;
  double highest = -1e300;
  for (int step = 0; step <= exponentSteps; ++step) {
    const MissLaw law = bestOf(points, largestExponent * step / exponentSteps);
    const double likelihood = logLikelihood(points, law);
    if (likelihood <= highest) continue;
    highest = likelihood;
    best = law;
  }
  return best;
}

std::optional<int64_t> labelsFor(const MissLaw& law, double recall, int64_t most) {
  require(recall > 0 && recall < 1, "a recall lies between 0 and 1");
  if (law.exponent <= 0) return law.amplitude <= 1 - recall ? std::optional<int64_t>(1) : std::nullopt;
  const double needed = std::pow(law.amplitude / (1 - recall), 1 / law.exponent);
  if (!(needed <= double(most))) return std::nullopt;
  return std::max<int64_t>(int64_t(std::ceil(needed - 1e-9)), 1);
}

std::string labelAdvice(std::span<const LabelPoint> points, double recall) {
  const std::string aim = "a recall of " + percent(recall);
  const auto law = fitMisses(points);
  if (!law) return "Train with two different numbers of labelled images to see what more labels would bring.";
  const LabelPoint& last = *std::max_element(points.begin(), points.end(), [](const LabelPoint& a, const LabelPoint& b) { return a.labelled < b.labelled; });
  const auto needed = labelsFor(*law, recall);
  if (!needed) return "More labels of this kind do not lead to " + aim + ".";
  if (*needed <= last.labelled) return "The labels that are there reach " + aim + ", as far as the curve tells.";
  return "About " + std::to_string(*needed - last.labelled) + " more labelled images would reach " + aim + ", as far as the curve tells.";
}

}  // namespace assay
