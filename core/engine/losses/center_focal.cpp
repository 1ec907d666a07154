// SPDX-License-Identifier: Apache-2.0
#include "core/engine/losses/center_focal.h"

#include <torch/torch.h>

namespace assay {

at::Tensor centerFocalLoss(const at::Tensor& logits, const at::Tensor& heat, const at::Tensor& weight,
                           FocalOptions options) {
  const at::Tensor p = at::sigmoid(logits);
  // log(1 - p) = log p - logit, so one softplus serves both sides and neither overflows.
  const at::Tensor logP = at::log_sigmoid(logits);
  const at::Tensor logQ = logP - logits;
  const at::Tensor isCentre = heat.ge(1.0).to(logits.scalar_type());
  const at::Tensor positive = at::pow(1 - p, options.alpha) * logP * isCentre;
  const at::Tensor negative = at::pow(1 - heat, options.beta) * at::pow(p, options.alpha) * logQ * (1 - isCentre);
  return -((positive + negative) * weight).sum();
}

}  // namespace assay
