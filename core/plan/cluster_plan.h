// SPDX-License-Identifier: Apache-2.0
// The best way to train on a cluster of some size, out of what planStep says of each.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/plan/step_plan.h"

namespace assay {

struct PlannedStep {
  int hosts = 1, ranks = 1;
  AllReduce kind = AllReduce::FlatRing;
  double bucketMegabytes = 25;   ///< MiB
  StepPlan plan;
};

/// The workload with its gradients in buckets of so many bytes.
using WorkloadInBuckets = std::function<Workload(double bucketBytes)>;

/// The shortest step, over algorithms (or with the given one) and buckets of 25, 50 and 100 MiB. Of bucket sizes that make no difference to it (half
/// a percent) the largest: it starts the fewest messages.
ASSAY_CORE_API PlannedStep bestStep(const WorkloadInBuckets& workload, const Cluster& cluster, std::optional<AllReduce> kind = {});

/// 1, 2, 4, ... and `most` itself.
ASSAY_CORE_API std::vector<int> hostCounts(int most);

}  // namespace assay
