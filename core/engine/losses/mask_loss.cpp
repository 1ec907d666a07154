// SPDX-License-Identifier: Apache-2.0
#include "core/engine/losses/mask_loss.h"

#include <torch/torch.h>

namespace assay {

at::Tensor maskLoss(const at::Tensor& logits, const at::Tensor& target) {
  const at::Tensor known = target.ge(0).to(logits.scalar_type()), inside = at::clamp_min(target, 0);
  const at::Tensor entropy = at::binary_cross_entropy_with_logits(logits, inside, known, {}, at::Reduction::Sum) / at::clamp_min(known.sum(), 1);
  const at::Tensor p = at::sigmoid(logits) * known;
  // One more pixel on both sides: a batch without a defect that says so has no loss.
  const at::Tensor dice = (2 * (p * inside).sum() + 1) / (p.sum() + inside.sum() + 1);
  return entropy + 1 - dice;
}

}  // namespace assay
