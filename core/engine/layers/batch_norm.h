// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/nn/modules/batchnorm.h>

#include "core/base/export.h"

namespace assay {

/// torch::nn::BatchNorm2d whose statistics, while training among several ranks, are of the whole batch and not of this rank's part:
/// so four ranks learn what one would. Names of its tensors are the same. Alone, and in evaluation, it is torch's own.
class ASSAY_ENGINE_API BatchNorm2dImpl : public torch::nn::BatchNorm2dImpl {
 public:
  using torch::nn::BatchNorm2dImpl::BatchNorm2dImpl;
  /// [B,C,H,W] float, bf16 or half.
  at::Tensor forward(const at::Tensor& input);
};
TORCH_MODULE(BatchNorm2d);

}  // namespace assay
