// SPDX-License-Identifier: Apache-2.0
#include "core/plan/cluster_plan.h"

namespace assay {

PlannedStep bestStep(const WorkloadInBuckets& workload, const Cluster& cluster, std::optional<AllReduce> wanted) {
  std::optional<PlannedStep> best;
  for (const double megabytes : {25.0, 50.0, 100.0}) {
    const Workload inBuckets = workload(megabytes * (1 << 20));
    for (const AllReduce kind : {AllReduce::FlatRing, AllReduce::HierarchicalRing, AllReduce::HierarchicalTree}) {
      if (wanted && kind != *wanted) continue;
      const StepPlan plan = planStep(inBuckets, cluster, kind);
      const bool isLarger = best && megabytes > best->bucketMegabytes;
      if (!best || plan.seconds() < best->plan.seconds() || (isLarger && plan.seconds() < 1.005 * best->plan.seconds() && plan.latency < best->plan.latency))
        best = PlannedStep{cluster.hosts, cluster.ranks(), kind, megabytes, plan};
    }
  }
  return *best;
}

std::vector<int> hostCounts(int most) {
  std::vector<int> counts;
  for (int hosts = 1; hosts < most; hosts *= 2) counts.push_back(hosts);
  counts.push_back(most);
  return counts;
}

}  // namespace assay
