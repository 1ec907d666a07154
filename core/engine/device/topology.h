// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"
#include "core/engine/device/gradient_reduction.h"

namespace assay {

/// The ranks of each host, by host, on every rank.
ASSAY_ENGINE_API std::vector<std::vector<int>> hostsOf(ProcessGroup& group);

/// A way to sum over all ranks, and why: {"all_reduce":"hierarchical","flat_ms":61.2,"hierarchical_ms":40.1,"reason":...}.
struct SumChoice {
  std::unique_ptr<RankSum> sum;
  Json plan;
};

/// `wanted` is auto, flat or hierarchical. auto measures both on 4 MiB, where hosts hold several ranks each, and takes the one whose
/// slowest rank is faster. Throws Error{BadOption} for hierarchical where hosts hold different numbers of ranks.
ASSAY_ENGINE_API SumChoice chooseSum(ProcessGroup& group, const std::string& wanted);

}  // namespace assay
