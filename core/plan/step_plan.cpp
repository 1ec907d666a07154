// SPDX-License-Identifier: Apache-2.0
#include "core/plan/step_plan.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr double restShare = 0.05;   // of a step: optimiser and loader

/// One part of a network in the order of the forward pass.
struct Part {
  double numbers = 0, work = 0;   ///< parameters; share of the computation in any unit
};

std::vector<Part> bertLarge() {
  constexpr double width = 1024, layers = 24, words = 30522, places = 512;
  std::vector<Part> parts{{(words + places + 2) * width + 2 * width, 0.2}};
  for (int i = 0; i < int(layers); ++i) parts.push_back({12 * width * width + 13 * width, 1});   // four projections, two of four times the width, biases, two norms
  parts.push_back({width * width + width, 0.05});
  return parts;
}

/// Bottlenecks of 1x1, 3x3, 1x1 convolutions with norms, and a projection at the head of a stage; the work is that of 224 x 224 pixels.
std::vector<Part> resnet50() {
  std::vector<Part> parts{{3 * 64 * 49 + 2 * 64, 118}};
  struct Stage {
    int blocks, in, width, side;
  };
  for (const Stage& stage : {Stage{3, 64, 64, 56}, Stage{4, 256, 128, 28}, Stage{6, 512, 256, 14}, Stage{3, 1024, 512, 7}})
    for (int block = 0; block < stage.blocks; ++block) {
      const double in = block == 0 ? stage.in : 4 * stage.width, width = stage.width, out = 4 * width;
      const double weights = in * width + 9 * width * width + width * out + (block == 0 ? in * out : 0), norms = 2 * (2 * width + out + (block == 0 ? out : 0));
      parts.push_back({weights + norms, weights * stage.side * stage.side / 1e6});
    }
  parts.push_back({2048 * 1000 + 1000, 2});
  return parts;
}

/// Buckets as they fill up on the way back.
std::vector<GradientBucket> bucketsOf(const std::vector<Part>& parts, double bytesPerNumber, double bucketBytes) {
  double total = 0, done = 0;
  for (const Part& part : parts) total += part.work;
  std::vector<GradientBucket> buckets{{}};
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    done += part->work;
    for (double left = part->numbers * bytesPerNumber; left > 0;) {
      if (buckets.back().bytes >= bucketBytes) buckets.emplace_back().bytes = 0;
      const double taken = std::min(left, bucketBytes - buckets.back().bytes);
      buckets.back().bytes += taken;
      buckets.back().readyAt = done / total;
      left -= taken;
    }
  }
  return buckets;
}

}  // namespace

double Workload::bytes() const {
  double sum = 0;
  for (const GradientBucket& bucket : buckets) sum += bucket.bytes;
  return sum;
}

StepPlan planStep(const Workload& workload, const Cluster& cluster, AllReduce kind) {
  StepPlan plan;
  plan.compute = workload.forward + workload.backward + workload.rest;
  double free = 0;   // when the network has done with the bucket before, from the beginning of the backward pass
  for (const GradientBucket& bucket : workload.buckets) {
    const CollectiveCost cost = costOf(kind, cluster, bucket.bytes);
    free = std::max(free, bucket.readyAt * workload.backward) + cost.seconds();
    plan.communication += cost.seconds();
    plan.latency += cost.latency;
  }
  plan.exposed = std::max(0.0, free - workload.backward);
  return plan;
}

Workload knownWorkload(std::string_view name, double stepSeconds, double bytesPerNumber, double bucketBytes) {
  require(std::isfinite(stepSeconds) && stepSeconds > 0, "a step must take some time", "step", Code::BadInput);
  require(bytesPerNumber >= 0.125 && bytesPerNumber <= 16, "a gradient's number has .125 to 16 bytes", "--bytes", Code::BadInput);
  require(name == "bert-large" || name == "resnet50", "`" + std::string(name) + "` is none of bert-large, resnet50", "--model", Code::BadOption);
  Workload workload;
  workload.name = std::string(name);
  workload.rest = restShare * stepSeconds;
  workload.forward = (stepSeconds - workload.rest) / 3;
  workload.backward = 2 * workload.forward;
  workload.buckets = bucketsOf(name == "bert-large" ? bertLarge() : resnet50(), bytesPerNumber, bucketBytes);
  return workload;
}

}  // namespace assay
