// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/backbones/backbone.h"

namespace assay {

/// EfficientNet-Lite0: the table of EfficientNet-B0 (Tan & Le 2019) without squeeze-and-excitation, ReLU6,
/// TensorFlow padding, batch norm epsilon 1e-3. The classifier's head is not built.
class ASSAY_ENGINE_API EfficientNetLite final : public Backbone {
 public:
  explicit EfficientNetLite(at::Generator random);
  std::vector<at::Tensor> forward(const at::Tensor& pictures) const override;
  std::vector<int64_t> channels() const override;
  std::shared_ptr<torch::nn::Module> module() const override;

  /// The maps after each of the seven stages, at strides 2, 4, 8, 16, 16, 32, 32 with 16, 24, 40, 80, 112, 192, 320 channels. Pictures of any size.
  std::vector<at::Tensor> stageMaps(const at::Tensor& pictures) const;

  /// Names of the published state dict ("_blocks.0._bn1.weight"), and timm's ("blocks.0.0.bn1.weight").
  std::optional<std::string> nameOf(const std::string& published) const override;

  /// The stem and the first `stages` of seven no longer learn, and their norms keep the statistics they have:
  /// the early layers hold edges and colours, and at their resolution they are half of a step's time.
  void freeze(int64_t stages) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay
