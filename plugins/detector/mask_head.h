// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/layers/conv_norm.h"

namespace assay::detector {

inline constexpr int maskStride = 2;   ///< px of a picture per cell of a mask map

/// Where in the picture something is a defect, whatever its class: 3x3 convolution, 1x1 convolution and a shuffle of channels into places (Shi et al. 2016),
/// so that no layer works at high resolution. Starts with 2 % everywhere.
class MaskHead {
 public:
  /// `stride`: of the maps that it reads, a multiple of maskStride.
  MaskHead(int64_t channels, int stride, at::Generator random);
  /// [B,channels,h,w] -> logits [B,1,h*stride/2,w*stride/2].
  at::Tensor forward(const at::Tensor& x) const;
  std::shared_ptr<torch::nn::Module> module() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay::detector
