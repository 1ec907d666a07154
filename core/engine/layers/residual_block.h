// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/layers/conv_norm.h"

namespace assay {

/// relu(x + norm(conv(relu(norm(conv(x)))))), 3x3, same number of channels; the branch starts small, with a
/// gain of .3 in its second norm, so that a fresh network is close to a shallow one.
class ASSAY_ENGINE_API ResidualBlock {
 public:
  ResidualBlock(int64_t channels, at::Generator random);
  at::Tensor forward(const at::Tensor& x) const;
  /// Children "first" and "second".
  std::shared_ptr<torch::nn::Module> module() const;

 private:
  ConvNorm first_, second_;
  std::shared_ptr<torch::nn::Module> module_;
};

}  // namespace assay
