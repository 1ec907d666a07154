// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/layers/conv_norm.h"

namespace assay::detector {

/// Last layers of a level: 3x3 convolution, dropout of whole channels, 1x1 convolution to
/// 1 + classes + 4 values. Starts with an objectness of 2 % everywhere.
class DetectionHead {
 public:
  DetectionHead(int64_t channels, int classes, double dropout, at::Generator random);
  at::Tensor forward(const at::Tensor& x) const;
  std::shared_ptr<torch::nn::Module> module() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay::detector
