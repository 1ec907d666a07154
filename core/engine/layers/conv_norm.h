// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace torch::nn {
class Module;
}

namespace assay {

enum class Activation { None, Relu, Relu6 };
/// Symmetric: (kernel-1)/2 on each side, (kernel-stride)/2 for an even kernel. TensorFlow: "SAME", so that an
/// even size with stride 2 is padded on the right and bottom only.
enum class Padding { Symmetric, TensorFlow };

struct ConvNormOptions {
  int64_t in = 1, out = 1, kernel = 3, stride = 1, groups = 1;
  Padding padding = Padding::Symmetric;
  Activation activation = Activation::Relu;
  double epsilon = 1e-5, momentum = 0.1;
  double firstGain = 1;      ///< start of the norm's weight; below 1 calms a residual branch
  int64_t norms = 1;         ///< more: one filter for so many kinds of map, each with statistics of its own
};

/// Convolution without bias, batch norm, activation. In evaluation mode the norm is folded into the
/// convolution on the fly: exact, without state that could go stale, and one pass over memory fewer.
/// Depthwise ones (groups > 1) compute in FP32 on a CPU whatever the autocast, because that is faster.
/// What suits winograd.h goes there, in training and in evaluation; what suits depthwise.h, in training.
class ASSAY_ENGINE_API ConvNorm {
 public:
  ConvNorm(const ConvNormOptions& options, at::Generator random);
  /// `kind`: which of the norms, from 0.
  at::Tensor forward(const at::Tensor& x, std::size_t kind = 0) const;
  /// Children "conv" and "norm" ("norm0", "norm1", ... of several): what a parent registers.
  std::shared_ptr<torch::nn::Module> module() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// [B,C,H,W] padded with zeros as TensorFlow's "SAME" does for this kernel and stride.
ASSAY_ENGINE_API at::Tensor padLikeTensorFlow(const at::Tensor& x, int64_t kernel, int64_t stride);

/// He initialisation (fan out) from a generator of its own, so that no other draw changes it.
ASSAY_ENGINE_API void initialiseConvolution(const at::Tensor& weight, at::Generator random);

/// A CPU generator with this seed.
ASSAY_ENGINE_API at::Generator seededGenerator(uint64_t seed);

}  // namespace assay
