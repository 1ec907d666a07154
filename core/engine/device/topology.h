// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"
#include "core/engine/device/gradient_reduction.h"

namespace assay {

/// The ranks that are close to each other, on every rank: those of a host, or, on GPUs, of an NVLink island of it.
ASSAY_ENGINE_API std::vector<std::vector<int>> neighbourhoodsOf(ProcessGroup& group, c10::Device device = c10::kCPU);

/// A way to sum over all ranks, and why: {"all_reduce":"hierarchical","flat_ms":61.2,"hierarchical_ms":40.1,"reason":...}.
struct SumChoice {
  std::unique_ptr<RankSum> sum;
  Json plan;
};

struct SumWish {
  std::string wanted = "auto";        ///< auto, flat or hierarchical
  std::string before;                 ///< what auto chose when the run began: it would not be the same run otherwise
  c10::Device device = c10::kCPU;     ///< where the numbers lie
};

/// auto measures both on 4 MiB, where neighbourhoods hold several ranks each, and takes the one whose slowest rank is faster. Throws
/// Error{BadOption} for hierarchical where they hold different numbers of ranks.
ASSAY_ENGINE_API SumChoice chooseSum(ProcessGroup& group, const SumWish& wish);

}  // namespace assay
