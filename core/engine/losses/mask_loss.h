// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// How far a map is from a mask: mean binary cross-entropy over the pixels that are known, plus 1 - Dice over all of them together (Milletari et al. 2016,
/// V-Net, section 3), because defects are few pixels of many. `logits` and `target` of one shape; target 1 inside, 0 outside, negative: unknown. 0 where nothing
/// is known. A scalar, differentiable, >= 0. Call it on all ranks of a training: the mean over them, and
/// that of their gradients, are those of the whole batch.
ASSAY_ENGINE_API at::Tensor maskLoss(const at::Tensor& logits, const at::Tensor& target);

}  // namespace assay
