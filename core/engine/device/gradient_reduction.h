// SPDX-License-Identifier: Apache-2.0
// How a bucket of gradients becomes its mean over the ranks: as it is, in half the bits, or as products of thin matrices.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/engine/data/safetensors.h"
#include "core/engine/device/process_group.h"

namespace assay {

/// One bucket: `flat` holds the numbers, `gradients` are views into it, `parameters` says whose (places in the list of
/// parameters that the reduction was made for).
struct GradientBucket {
  at::Tensor flat;
  std::vector<at::Tensor> gradients;
  std::vector<std::size_t> parameters;
};

/// Called on one thread, with the same buckets in the same order on every rank.
class ASSAY_ENGINE_API GradientReduction {
 public:
  virtual ~GradientReduction();
  /// In place.
  virtual void average(const GradientBucket& bucket) = 0;
  /// What must survive a restart, by name; shares storage.
  virtual NamedTensors state() const { return {}; }
  /// Bytes that this rank has sent so far, by the algorithm's own count (a ring sends 2 (n - 1) / n of the numbers).
  double bytesSent() const { return bytesSent_; }

 protected:
  double bytesSent_ = 0;
};

/// Sums a tensor over all ranks, in place: flat, or by way of each host.
class ASSAY_ENGINE_API RankSum {
 public:
  virtual ~RankSum();
  virtual void sum(const at::Tensor& flat) = 0;
  virtual int ranks() const = 0;
  /// Sent by this rank for a tensor of so many bytes, between hosts and within together.
  virtual double bytesFor(double bytes) const = 0;
};

/// One ring over all ranks.
ASSAY_ENGINE_API std::unique_ptr<RankSum> makeFlatSum(std::shared_ptr<ProcessGroup> group);

/// Sums parts within each host, each part between the hosts, and gathers within each host: between hosts travels 1/k of what a
/// ring over all ranks sends there for k ranks a host and many hosts. `hosts`: the ranks of each host; as many on each. Called by
/// every rank of `group`.
ASSAY_ENGINE_API std::unique_ptr<RankSum> makeHierarchicalSum(const ProcessGroup& group, const std::vector<std::vector<int>>& hosts);

struct ReductionOptions {
  std::string compression = "none";   ///< "none", "bf16", "fp16" or "power_sgd"
  int64_t rank = 2;                   ///< of the matrices of PowerSGD
  uint64_t seed = 0;                  ///< of its first projections; the same on every rank
};

/// Throws Error{BadOption} for an unknown compression.
ASSAY_ENGINE_API std::unique_ptr<GradientReduction> makeReduction(std::unique_ptr<RankSum> sum, const NamedTensors& parameters,
                                                                  const ReductionOptions& options);

}  // namespace assay
