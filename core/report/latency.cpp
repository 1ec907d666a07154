// SPDX-License-Identifier: Apache-2.0
#include "core/report/latency.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr std::size_t coldOnes = 3, fewest = 20;

}  // namespace

double millisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::optional<Latency> latencyOf(std::span<const double> milliseconds) {
  if (milliseconds.size() < coldOnes + fewest) return std::nullopt;
  std::vector<double> sorted(milliseconds.begin() + coldOnes, milliseconds.end());
  std::sort(sorted.begin(), sorted.end());
  const auto rank = [&](double share) { return sorted[std::size_t(std::ceil(share * double(sorted.size()))) - 1]; };
  return Latency{rank(0.5), rank(0.99), int64_t(sorted.size())};
}

Json toJson(const Latency& latency) { return {{"p50_ms", latency.p50}, {"p99_ms", latency.p99}, {"count", latency.count}}; }

Latency latencyFromJson(const Json& json, const std::string& where) {
  const Latency latency{member<double>(json, "p50_ms", where), member<double>(json, "p99_ms", where), member<int64_t>(json, "count", where)};
  require(latency.p50 >= 0 && latency.p99 >= latency.p50 && latency.count > 0, "a latency needs 0 <= p50_ms <= p99_ms and a count", where);
  return latency;
}

}  // namespace assay
