// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "plugins/detector/detector_options.h"
#include "plugins/detector/target_grid.h"

namespace torch::nn {
class Module;
}

namespace assay::detector {

class DetectorNetwork {
 public:
  virtual ~DetectorNetwork() = default;
  virtual torch::nn::Module& module() = 0;
  /// [B,C,H,W], H and W multiples of alignment() -> per level [B, 1 + classes + 4, H/stride, W/stride]:
  /// objectness logit, class logits, log distances.
  virtual std::vector<at::Tensor> forward(const at::Tensor& images) const = 0;
  /// Finest first.
  virtual std::vector<LevelSpec> levels() const = 0;
  virtual int alignment() const = 0;
  /// Whether parameters named "backbone.*" start from weights trained on photographs.
  virtual bool startsPretrained() const { return false; }
};

/// Plain convolutions on four channels, stride 8; .68 M parameters with width 48 and six classes.
std::unique_ptr<DetectorNetwork> makePairNetwork(const DetectorOptions& options, int classes);

/// Backbone, feature pyramid and one head per level at strides 8, 16, 32. With backbone "lite0" the weights
/// in `pretrained` are loaded; a missing file is a random start and a warning in the log.
std::unique_ptr<DetectorNetwork> makeSingleNetwork(const DetectorOptions& options, int classes,
                                                   const std::filesystem::path& pretrained);

}  // namespace assay::detector
