// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/engine/layers/conv_norm.h"

namespace assay {

/// Feature pyramid (Lin et al. 2017): maps of falling resolution become maps of one width, each enriched
/// with what the coarser ones saw.
class ASSAY_ENGINE_API FeaturePyramid {
 public:
  /// `in`: channels per level, finest first.
  FeaturePyramid(const std::vector<int64_t>& in, int64_t out, at::Generator random);
  /// [B,in_i,H_i,W_i] -> [B,out,H_i,W_i], same order.
  std::vector<at::Tensor> forward(const std::vector<at::Tensor>& maps) const;
  /// Children "lateral0", "smooth0", ...
  std::shared_ptr<torch::nn::Module> module() const;

 private:
  std::vector<ConvNorm> lateral_, smooth_;
  std::shared_ptr<torch::nn::Module> module_;
};

}  // namespace assay
