// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/engine/device/gradient_reduction.h"

namespace assay {

/// Which parameters travel together, by number, in the order in which they do.
using GradientBuckets = std::vector<std::vector<std::size_t>>;

struct SyncOptions {
  bool usesEveryParameter = false;     ///< false: the graph of each loss is searched for what it does not reach
  int64_t bucketBytes = 25 << 20;      ///< gradients travel in parcels of this size, the first one of 1 MiB
  GradientBuckets buckets = {};        ///< of an earlier sync with the same parameters, so that sums are formed in the same order; empty: as they come
};

/// How much was said, and how long training waited for it, since it was last asked.
struct SyncCost {
  double bytesSent = 0;
  double exposedSeconds = 0;   ///< from the last gradient of a backward pass to the last mean
  double busySeconds = 0;      ///< of the thread that exchanges
};

/// Gradients become their mean over the ranks while the backward pass still computes earlier layers: torch's reducer (Li
/// and others 2020, "PyTorch Distributed") cuts them into buckets, and a thread of ours reduces one bucket after the other. After
/// backward() each parameter's gradient is the mean, bit for bit the same on every rank. Row-sparse gradients travel as
/// their rows. Used by the training thread.
class ASSAY_ENGINE_API GradientSync {
 public:
  /// `isSparse` by parameter. Each rank calls it with the same parameters. `group` must live on.
  GradientSync(ProcessGroup& group, std::unique_ptr<GradientReduction> reduction, const NamedTensors& parameters,
               const std::vector<bool>& isSparse, const SyncOptions& options);
  ~GradientSync();

  /// Before the forward pass of the batch whose gradients are to be exchanged; those of batches before it are added up.
  void beforeForward();
  /// Before its backward pass. Without it a backward pass only adds to the gradients.
  void beforeBackward(const at::Tensor& loss);
  /// After its backward pass.
  void afterBackward();

  /// Of the last backward pass; on a GPU of the one before it, because nobody waits for this one to end.
  double exposedSeconds() const;
  SyncCost takeCost();
  /// Of the reduction: what a checkpoint keeps.
  NamedTensors state() const;
  /// As the last backward pass used them; the next one may have others once, after the first. Empty before it.
  GradientBuckets buckets() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay
