// SPDX-License-Identifier: Apache-2.0
#include "core/engine/losses/smoothed_cross_entropy.h"

#include <torch/torch.h>

namespace assay {

at::Tensor smoothedCrossEntropy(const at::Tensor& logits, const at::Tensor& classes, double smoothing) {
  const at::Tensor logP = at::log_softmax(logits, 1);
  const at::Tensor ofTruth = logP.gather(1, classes.unsqueeze(1)).squeeze(1);
  return -(1 - smoothing) * ofTruth - smoothing * logP.mean(1);
}

}  // namespace assay
