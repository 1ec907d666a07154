// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/conv_norm.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include "core/engine/layers/batch_norm.h"
#include "core/engine/layers/depthwise.h"
#include "core/engine/layers/winograd.h"

namespace assay {

namespace {

at::Tensor activate(const at::Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::None: return x;
    case Activation::Relu: return at::relu_(const_cast<at::Tensor&>(x));
    case Activation::Relu6: return at::hardtanh_(const_cast<at::Tensor&>(x), 0, 6);
  }
  return x;
}

int64_t paddingOf(const ConvNormOptions& options) {
  if (options.padding != Padding::Symmetric) return 0;
  // An even kernel is centred on its output cell of `stride` px, not on a pixel.
  return options.kernel % 2 == 0 ? std::max<int64_t>(options.kernel - options.stride, 0) / 2 : (options.kernel - 1) / 2;
}

}  // namespace

at::Generator seededGenerator(uint64_t seed) { return at::detail::createCPUGenerator(seed); }

void initialiseConvolution(const at::Tensor& weight, at::Generator random) {
  torch::NoGradGuard noGrad;
  const double fanOut = static_cast<double>(weight.size(0) * weight.size(2) * weight.size(3));
  // Depthwise filters would start far too small with the fan out of a dense layer.
  const double fan = weight.size(1) == 1 ? static_cast<double>(weight.size(2) * weight.size(3)) : fanOut;
  const_cast<at::Tensor&>(weight).normal_(0, std::sqrt(2.0 / fan), std::move(random));
}

at::Tensor padLikeTensorFlow(const at::Tensor& x, int64_t kernel, int64_t stride) {
  const auto total = [&](int64_t size) {
    return std::max<int64_t>(((size + stride - 1) / stride - 1) * stride + kernel - size, 0);
  };
  const int64_t h = total(x.size(2)), w = total(x.size(3));
  return h == 0 && w == 0 ? x : at::constant_pad_nd(x, {w / 2, w - w / 2, h / 2, h - h / 2});
}

struct ConvNorm::Impl : torch::nn::Module {
  Impl(const ConvNormOptions& o, at::Generator random) : options(o) {
    conv = register_module("conv", torch::nn::Conv2d(torch::nn::Conv2dOptions(o.in, o.out, o.kernel)
                                                         .stride(o.stride).padding(paddingOf(o))
                                                         .groups(o.groups).bias(false)));
    initialiseConvolution(conv->weight, std::move(random));
    torch::NoGradGuard noGrad;
    for (int64_t i = 0; i < o.norms; ++i) {
      const BatchNorm2d norm(torch::nn::BatchNorm2dOptions(o.out).eps(o.epsilon).momentum(o.momentum));
      norms.push_back(register_module(o.norms == 1 ? "norm" : "norm" + std::to_string(i), norm));
      norm->weight.fill_(o.firstGain);
    }
  }

  /// Depthwise layers on a CPU stay in FP32: their bf16 gradients took three to eight times as long where bf16 is native.
  at::Tensor forward(const at::Tensor& x, BatchNorm2d& norm) {
    if (options.groups == 1 || options.groups < options.in || !x.device().is_cpu()) return is_training() ? normed(x, norm) : folded(x, norm);
    const c10::impl::ExcludeDispatchKeyGuard fullPrecision(c10::DispatchKeySet(c10::DispatchKey::AutocastCPU));
    const at::Tensor wide = x.to(at::kFloat);
    return is_training() ? normed(wide, norm) : folded(wide, norm);
  }

  bool isPlain() const { return options.stride == 1 && options.groups == 1 && options.padding == Padding::Symmetric; }

  at::Tensor convolved(const at::Tensor& x) {
    if (isPlain() && suitsWinograd(x, conv->weight)) return differentiableWinograd(x, conv->weight);
    if (paddingOf(options) == 0 && suitsDepthwise(x, conv->weight)) return depthwiseConvolution(x, conv->weight, options.stride);
    return conv->forward(x);
  }

  at::Tensor normed(const at::Tensor& x, BatchNorm2d& norm) { return activate(norm->forward(convolved(x)), options.activation); }

  at::Tensor folded(const at::Tensor& x, const BatchNorm2d& norm) {
    const at::Tensor scale = norm->weight * at::rsqrt(norm->running_var + options.epsilon);
    const at::Tensor weight = conv->weight * scale.view({-1, 1, 1, 1}), bias = norm->bias - norm->running_mean * scale;
    if (isPlain() && !at::GradMode::is_enabled() && suitsWinograd(x, weight)) {
      const bool isRectified = options.activation == Activation::Relu;
      const at::Tensor y = winogradConvolution(x, weight, bias, isRectified);
      return isRectified ? y : activate(y, options.activation);
    }
    return activate(at::conv2d(x, weight, bias, options.stride, paddingOf(options), 1, options.groups), options.activation);
  }

  ConvNormOptions options;
  torch::nn::Conv2d conv{nullptr};
  std::vector<BatchNorm2d> norms;
};

ConvNorm::ConvNorm(const ConvNormOptions& options, at::Generator random)
    : impl_(std::make_shared<Impl>(options, std::move(random))) {}

std::shared_ptr<torch::nn::Module> ConvNorm::module() const { return impl_; }

at::Tensor ConvNorm::forward(const at::Tensor& input, std::size_t kind) const {
  const ConvNormOptions& o = impl_->options;
  const at::Tensor x = o.padding == Padding::TensorFlow ? padLikeTensorFlow(input, o.kernel, o.stride) : input;
  return impl_->forward(x, impl_->norms.at(kind));
}

}  // namespace assay
