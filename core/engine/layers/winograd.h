// SPDX-License-Identifier: Apache-2.0
// 3x3 convolutions with fewer multiplications, for CPUs that multiply slowly.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// Whether the functions below take this and are faster than at::conv2d: FP32 on a CPU with AVX2 (or none of x86), channels last, 3x3, widths in whole
/// vectors, a map large enough to pay for the filters' transform, no autocast. Measured where there is AVX2 alone.
ASSAY_ENGINE_API bool suitsWinograd(const at::Tensor& x, const at::Tensor& weight);

/// at::conv2d(x, weight, bias, 1, 1), then relu where `isRectified`, by minimal filtering F(4x4, 3x3): 36 multiplications where 144 were needed (Lavin and
/// Gray 2016, "Fast Algorithms for Convolutional Neural Networks", section 4.3). x [B,C,H,W], weight [O,C,3,3], bias [O]; gives [B,O,H,W], channels last.
/// Expects what suitsWinograd() allows. Without gradients. Sums round otherwise than at::conv2d's, by some 1e-5 of the largest value; how many threads work
/// at it changes no bit. What is no finite number spreads over its tile, up to 5 px. Thread-safe.
ASSAY_ENGINE_API at::Tensor winogradConvolution(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, bool isRectified);

/// Likewise without bias, with gradients, once: that of x is such a convolution, too. Asking for gradients of gradients is an error.
ASSAY_ENGINE_API at::Tensor differentiableWinograd(const at::Tensor& x, const at::Tensor& weight);

}  // namespace assay
