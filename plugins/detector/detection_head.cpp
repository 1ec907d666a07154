// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detection_head.h"

#include <vector>

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double startingObjectness = -4;   // logit: defects are rare
constexpr int sides = 4;

/// 1x1 convolution with a bias for each level of the pyramid.
struct ReadOut : torch::nn::Module {
  ReadOut(int64_t channels, int64_t values, int64_t levels, at::Generator random) {
    torch::NoGradGuard noGrad;
    weight = register_parameter("weight", at::empty({values, channels, 1, 1}));
    weight.normal_(0, 0.01, random);
    for (int64_t i = 0; i < levels; ++i) biases.push_back(register_parameter(levels == 1 ? "bias" : "bias" + std::to_string(i), at::zeros({values})));
  }
  at::Tensor forward(const at::Tensor& x, std::size_t level) const { return at::conv2d(x, weight, biases.at(level)); }
  at::Tensor weight;
  std::vector<at::Tensor> biases;
};

}  // namespace

struct DetectionHead::Impl : torch::nn::Module {
  Impl(const HeadOptions& options, at::Generator random)
      : mix({.in = options.channels, .out = options.channels, .norms = options.levels}, random), dropout(options.dropout) {
    register_module("mix", mix.module());
    out = register_module("out", std::make_shared<ReadOut>(options.channels, 1 + options.classes + (options.boxLayers > 0 ? 0 : sides), options.levels, random));
    torch::NoGradGuard noGrad;
    for (const at::Tensor& bias : out->biases) bias[0] = startingObjectness;
    for (int i = 0; i < options.boxLayers; ++i) {
      boxLayers.emplace_back(ConvNormOptions{.in = options.channels, .out = options.channels, .norms = options.levels}, random);
      register_module("box" + std::to_string(i), boxLayers.back().module());
    }
    if (options.boxLayers > 0) boxOut = register_module("box_out", std::make_shared<ReadOut>(options.channels, sides, options.levels, random));
  }
  at::Tensor said(const at::Tensor& x, std::size_t level) {
    at::Tensor y = mix.forward(x, level);
    if (is_training() && dropout > 0) y = at::feature_dropout(y, dropout, true);
    return out->forward(y, level);
  }
  at::Tensor box(at::Tensor x, std::size_t level) {
    for (const ConvNorm& layer : boxLayers) x = layer.forward(x, level);
    return boxOut->forward(x, level);
  }
  ConvNorm mix;
  double dropout;
  std::shared_ptr<ReadOut> out, boxOut;
  std::vector<ConvNorm> boxLayers;
};

DetectionHead::DetectionHead(const HeadOptions& options, at::Generator random) : impl_(std::make_shared<Impl>(options, random)) {}

at::Tensor DetectionHead::forward(const at::Tensor& x, std::size_t level) const {
  const at::Tensor said = impl_->said(x, level);
  return impl_->boxLayers.empty() ? said : at::cat({said, impl_->box(x, level)}, 1);
}

std::shared_ptr<torch::nn::Module> DetectionHead::module() const { return impl_; }

}  // namespace assay::detector
