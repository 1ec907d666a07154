// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/residual_block.h"

#include <torch/torch.h>

namespace assay {

namespace {

struct Holder : torch::nn::Module {};

}  // namespace

ResidualBlock::ResidualBlock(int64_t channels, at::Generator random)
    : first_({.in = channels, .out = channels}, random),
      second_({.in = channels, .out = channels, .activation = Activation::None, .firstGain = 0.3}, random) {
  const auto holder = std::make_shared<Holder>();
  holder->register_module("first", first_.module());
  holder->register_module("second", second_.module());
  module_ = holder;
}

at::Tensor ResidualBlock::forward(const at::Tensor& x) const {
  at::Tensor branch = second_.forward(first_.forward(x));
  return at::GradMode::is_enabled() ? at::relu(x + branch) : branch.add_(x).relu_();   // nobody needs the branch any more
}

std::shared_ptr<torch::nn::Module> ResidualBlock::module() const { return module_; }

}  // namespace assay
