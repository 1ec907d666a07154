// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/data/safetensors.h"

namespace assay {

/// Exponential moving average of a network's parameters and floating-point buffers (batch-norm statistics
/// belong to the weights they were measured with). Counters are copied. The decay starts low,
/// min(decay, (1 + n) / (10 + n)) at update n, so that random initial weights leave the average early.
class ASSAY_ENGINE_API Ema {
 public:
  /// Starts as a copy of `live`, whose storage it follows from then on.
  Ema(NamedTensors live, double decay);

  void update();
  /// Same names and order as the live tensors; shares storage with the average.
  const NamedTensors& average() const { return average_; }
  const NamedTensors& live() const { return live_; }
  int64_t updates() const { return updates_; }
  void setUpdates(int64_t updates) { updates_ = updates; }

 private:
  NamedTensors live_, average_;
  std::vector<at::Tensor> liveReal_, averageReal_;        // views of the same tensors, for one fused call
  std::vector<std::pair<at::Tensor, at::Tensor>> counters_;   // live, average
  double decay_;
  int64_t updates_ = 0;
};

}  // namespace assay
