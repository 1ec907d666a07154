// SPDX-License-Identifier: Apache-2.0
// What a plugin hands to the loader. A batch is the plugin's own struct with named tensors; the
// engine only moves it and counts it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "core/base/export.h"

namespace assay {

class Batch {
 public:
  virtual ~Batch() = default;
  /// Number of samples, for throughput and for weighting averages.
  virtual int64_t size() const = 0;
  /// What the loss is a mean over, if not over samples: ranks whose parts of a batch weigh more count for more in the gradient.
  virtual double weight() const { return double(size()); }
  /// Moves every tensor; called on the training thread.
  virtual void moveTo(c10::Device device) = 0;
  /// All that a loss reads of the batch, where that is tensors alone: batches of equal shapes then share one recording of a step (CUDA graphs).
  /// Such a loss never asks a GPU for a value, and depends on nothing in main memory that changes from step to step: what it does there is
  /// not repeated. Empty: steps are not recorded.
  virtual std::vector<at::Tensor*> fixedTensors() { return {}; }
};

/// Training samples. Thread-safe: makeBatch is called from several loader threads at once.
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  /// Samples in one epoch; > 0.
  virtual int64_t size() const = 0;
  /// Samples in a batch when trainer.batch_size is 0.
  virtual int64_t suggestedBatchSize() const { return 16; }
  /// Loads, augments and collates. Everything random comes from `seed`, so the batch is the same on
  /// whichever thread and in whichever order it is made. Several ranks make one batch together, each with its part of the
  /// indices and the same `seed`: what is random about a sample should come from deriveSeed(seed, index), so that it
  /// does not depend on how many ranks there are.
  virtual std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const = 0;
  /// Samples that will be wanted after those that are now being made: a source that reads from a disk may start to. Returns at once.
  virtual void readAhead(std::span<const int64_t> /*indices*/) const {}
};

}  // namespace assay
