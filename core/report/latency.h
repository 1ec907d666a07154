// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "core/base/export.h"
#include "core/base/json.h"

namespace assay {

/// How long one input takes when it is alone.
struct Latency {
  double p50 = 0, p99 = 0;   ///< milliseconds
  int64_t count = 0;         ///< inputs that were timed
  bool operator==(const Latency&) const = default;
};

ASSAY_CORE_API double millisecondsSince(std::chrono::steady_clock::time_point start);

/// Nearest-rank percentiles of times in milliseconds, in the order in which they were taken: the first few, in which memory and code are still cold, do not
/// count. None for fewer than twenty others.
ASSAY_CORE_API std::optional<Latency> latencyOf(std::span<const double> milliseconds);

/// {"p50_ms": .., "p99_ms": .., "count": ..}
ASSAY_CORE_API Json toJson(const Latency& latency);
/// Throws Error{BadInput} for a missing number or one that is negative.
ASSAY_CORE_API Latency latencyFromJson(const Json& json, const std::string& where);

}  // namespace assay
