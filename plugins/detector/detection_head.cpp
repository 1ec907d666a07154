// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detection_head.h"

#include <vector>

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double startingObjectness = -4;   // logit: defects are rare
constexpr int sides = 4;

torch::nn::Conv2d readOut(int64_t channels, int64_t values, at::Generator random) {
  torch::nn::Conv2d out(torch::nn::Conv2dOptions(channels, values, 1));
  torch::NoGradGuard noGrad;
  out->weight.normal_(0, 0.01, random);
  out->bias.zero_();
  return out;
}

}  // namespace

struct DetectionHead::Impl : torch::nn::Module {
  Impl(const HeadOptions& options, at::Generator random) : mix({.in = options.channels, .out = options.channels}, random), dropout(options.dropout) {
    register_module("mix", mix.module());
    out = register_module("out", readOut(options.channels, 1 + options.classes + (options.boxLayers > 0 ? 0 : sides), random));
    torch::NoGradGuard noGrad;
    out->bias[0] = startingObjectness;
    for (int i = 0; i < options.boxLayers; ++i) {
      boxLayers.emplace_back(ConvNormOptions{.in = options.channels, .out = options.channels}, random);
      register_module("box" + std::to_string(i), boxLayers.back().module());
    }
    if (options.boxLayers > 0) boxOut = register_module("box_out", readOut(options.channels, sides, random));
  }
  at::Tensor said(const at::Tensor& x) {
    at::Tensor y = mix.forward(x);
    if (is_training() && dropout > 0) y = at::feature_dropout(y, dropout, true);
    return out->forward(y);
  }
  at::Tensor box(at::Tensor x) {
    for (const ConvNorm& layer : boxLayers) x = layer.forward(x);
    return boxOut->forward(x);
  }
  ConvNorm mix;
  double dropout;
  torch::nn::Conv2d out{nullptr}, boxOut{nullptr};
  std::vector<ConvNorm> boxLayers;
};

DetectionHead::DetectionHead(const HeadOptions& options, at::Generator random) : impl_(std::make_shared<Impl>(options, random)) {}

at::Tensor DetectionHead::forward(const at::Tensor& x) const {
  const at::Tensor said = impl_->said(x);
  return impl_->boxLayers.empty() ? said : at::cat({said, impl_->box(x)}, 1);
}

std::shared_ptr<torch::nn::Module> DetectionHead::module() const { return impl_; }

}  // namespace assay::detector
