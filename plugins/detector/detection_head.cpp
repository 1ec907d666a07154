// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detection_head.h"

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double startingObjectness = -4;   // logit: defects are rare

}  // namespace

struct DetectionHead::Impl : torch::nn::Module {
  Impl(int64_t channels, int classes, double dropoutShare, at::Generator random)
      : mix({.in = channels, .out = channels}, random), dropout(dropoutShare) {
    register_module("mix", mix.module());
    out = register_module("out", torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, 1 + classes + 4, 1)));
    torch::NoGradGuard noGrad;
    out->weight.normal_(0, 0.01, random);
    out->bias.zero_();
    out->bias[0] = startingObjectness;
  }
  ConvNorm mix;
  double dropout;
  torch::nn::Conv2d out{nullptr};
};

DetectionHead::DetectionHead(int64_t channels, int classes, double dropout, at::Generator random)
    : impl_(std::make_shared<Impl>(channels, classes, dropout, random)) {}

at::Tensor DetectionHead::forward(const at::Tensor& x) const {
  at::Tensor y = impl_->mix.forward(x);
  if (impl_->is_training() && impl_->dropout > 0) y = at::feature_dropout(y, impl_->dropout, true);
  return impl_->out->forward(y);
}

std::shared_ptr<torch::nn::Module> DetectionHead::module() const { return impl_; }

}  // namespace assay::detector
