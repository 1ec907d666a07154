// SPDX-License-Identifier: Apache-2.0
// A training step of a data-parallel job: gradients are all-reduced in buckets while the backward pass goes on.
#pragma once

#include <string>
#include <vector>

#include "core/plan/collective_cost.h"

namespace assay {

struct GradientBucket {
  double bytes = 0;
  double readyAt = 1;   ///< share of the backward pass after which it is complete, 0 to 1
};

struct ASSAY_CORE_API Workload {
  std::string name;
  double forward = 0, backward = 0, rest = 0;   ///< seconds of a step on one rank; rest: the optimiser and whatever else does not overlap
  std::vector<GradientBucket> buckets;          ///< in the order of readyAt
  double bytes() const;
};

struct StepPlan {
  double compute = 0;         ///< forward, backward and rest
  double communication = 0;   ///< all buckets one after the other
  double latency = 0;         ///< of that, starting messages
  double exposed = 0;         ///< what the backward pass does not hide
  double seconds() const { return compute + exposed; }
  double exposedShare() const { return seconds() > 0 ? exposed / seconds() : 0; }
};

/// Buckets wait for each other and for their gradients. Each takes the algorithm that is given.
ASSAY_CORE_API StepPlan planStep(const Workload& workload, const Cluster& cluster, AllReduce kind);

/// A model that everybody knows, for plans without a run of one's own: "bert-large" (Devlin et al. 2019: 24 layers of 1024) or "resnet50"
/// (He et al. 2016). Gradients of `bytesPerNumber`, in buckets of `bucketBytes`; the backward pass takes twice the forward one.
/// Throws Error{BadOption} naming the known ones, Error{BadInput} when stepSeconds is not positive or bytesPerNumber not .125 to 16.
ASSAY_CORE_API Workload knownWorkload(std::string_view name, double stepSeconds, double bytesPerNumber, double bucketBytes = 25.0 * (1 << 20));

}  // namespace assay
