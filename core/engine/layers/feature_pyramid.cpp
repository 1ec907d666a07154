// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/feature_pyramid.h"

#include <torch/torch.h>

namespace assay {

namespace {

struct Holder : torch::nn::Module {};

}  // namespace

FeaturePyramid::FeaturePyramid(const std::vector<int64_t>& in, int64_t out, at::Generator random) {
  const auto holder = std::make_shared<Holder>();
  for (std::size_t i = 0; i < in.size(); ++i) {
    lateral_.emplace_back(ConvNormOptions{.in = in[i], .out = out, .kernel = 1, .activation = Activation::None}, random);
    smooth_.emplace_back(ConvNormOptions{.in = out, .out = out}, random);
    holder->register_module("lateral" + std::to_string(i), lateral_[i].module());
    holder->register_module("smooth" + std::to_string(i), smooth_[i].module());
  }
  module_ = holder;
}

std::vector<at::Tensor> FeaturePyramid::forward(const std::vector<at::Tensor>& maps) const {
  std::vector<at::Tensor> out(maps.size());
  at::Tensor above;
  for (std::size_t i = maps.size(); i-- > 0;) {
    at::Tensor merged = lateral_[i].forward(maps[i]);
    if (above.defined()) merged = merged + at::upsample_nearest2d(above, {merged.size(2), merged.size(3)});
    above = merged;
    out[i] = smooth_[i].forward(merged);
  }
  return out;
}

std::shared_ptr<torch::nn::Module> FeaturePyramid::module() const { return module_; }

}  // namespace assay
