// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/data/safetensors.h"

namespace assay {

/// Dynamic loss scaling for FP16 (Micikevicius and others 2018): small gradients are lifted over the
/// format's floor; a step whose gradients overflow is skipped and halves the scale, 2000 good ones double it.
class ASSAY_ENGINE_API LossScaler {
 public:
  explicit LossScaler(c10::Device device, double initialScale = 65536);

  at::Tensor scale(const at::Tensor& loss) const;
  /// Divides the gradients by the scale; false when one of them is not finite.
  bool unscale(const std::vector<at::Tensor>& gradients);
  /// The loss itself was not finite, so that there are no gradients to look at: counts as an overflow.
  void noteOverflow();
  /// After each step, also a skipped one.
  void update();
  NamedTensors state() const;

 private:
  at::Tensor scale_, growthTracker_, foundInf_;
};

}  // namespace assay
