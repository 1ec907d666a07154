// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/backbones/backbone.h"

namespace assay {

/// ResNeSt-50 (Zhang et al. 2020): radix 2, cardinality 1, a deep stem of 32 channels, average pooling in place of strides ("avd", "avg_down"). The classifier
/// is not built. Starts from random weights; published ones come by importWeights.
class ASSAY_ENGINE_API ResNeSt final : public Backbone {
 public:
  explicit ResNeSt(at::Generator random);
  std::vector<at::Tensor> forward(const at::Tensor& pictures) const override;
  std::vector<int64_t> channels() const override;
  std::shared_ptr<torch::nn::Module> module() const override;
  /// timm's names ("layer1.0.conv2.fc1.weight").
  std::optional<std::string> nameOf(const std::string& published) const override;
  /// The stem and the first `stages` of one no longer learn.
  void freeze(int64_t stages) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay
