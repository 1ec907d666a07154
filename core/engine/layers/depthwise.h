// SPDX-License-Identifier: Apache-2.0
// Depthwise convolutions whose gradient does not hold up a training on a CPU.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// Whether depthwiseConvolution() takes this and is faster than at::conv2d: FP32 on a CPU with AVX2 (or none of x86), channels last, as many groups as
/// channels, which are a multiple of 16, filters of 3x3 or 5x5. Measured where there is AVX2 alone.
ASSAY_ENGINE_API bool suitsDepthwise(const at::Tensor& x, const at::Tensor& weight);

/// at::conv2d(x, weight, {}, stride, 0, 1, C) with gradients, once (asking for gradients of gradients is an error); x [B,C,H,W], weight [C,1,K,K]. Expects what suitsDepthwise() allows. The gradient of the
/// filters is summed here, each channel by one thread, so that how many there are changes no bit; the rest is torch's. Thread-safe.
ASSAY_ENGINE_API at::Tensor depthwiseConvolution(const at::Tensor& x, const at::Tensor& weight, int64_t stride);

}  // namespace assay
