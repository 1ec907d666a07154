// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/layers/conv_norm.h"

namespace assay::detector {

struct HeadOptions {
  int64_t channels = 96;
  int classes = 1;
  double dropout = 0.1;   ///< share of whole channels, of what objectness and classes are read from
  int64_t levels = 1;     ///< of a pyramid, for which all filters are the same
  int boxLayers = 0;      ///< 3x3 convolutions of its own that the box gets; 0: it is read from what the rest is read from
};

/// Last layers of a level: 3x3 convolution, dropout of whole channels, 1x1 convolution to 1 + classes + 4 values. Starts with an objectness of 2 %
/// everywhere. What a defect is and where it ends are different questions: layers of its own tighten the box (FCOS, Tian et al. 2019, section 3.1).
/// Levels of a pyramid share the filters, so that a defect of one size teaches what those of other sizes look like; norms and biases are each level's.
class DetectionHead {
 public:
  DetectionHead(const HeadOptions& options, at::Generator random);
  at::Tensor forward(const at::Tensor& x, std::size_t level = 0) const;
  std::shared_ptr<torch::nn::Module> module() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay::detector
