// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/mask_head.h"

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double startingLogit = -4;

}  // namespace

struct MaskHead::Impl : torch::nn::Module {
  Impl(int64_t channels, int stride, at::Generator random) : mix({.in = channels, .out = channels}, random), growth(stride / maskStride) {
    register_module("mix", mix.module());
    out = register_module("out", torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, growth * growth, 1)));
    torch::NoGradGuard noGrad;
    out->weight.normal_(0, 0.01, random);
    out->bias.fill_(startingLogit);
  }
  ConvNorm mix;
  int64_t growth;
  torch::nn::Conv2d out{nullptr};
};

MaskHead::MaskHead(int64_t channels, int stride, at::Generator random) : impl_(std::make_shared<Impl>(channels, stride, random)) {}

at::Tensor MaskHead::forward(const at::Tensor& x) const { return at::pixel_shuffle(impl_->out->forward(impl_->mix.forward(x)), impl_->growth); }

std::shared_ptr<torch::nn::Module> MaskHead::module() const { return impl_; }

}  // namespace assay::detector
