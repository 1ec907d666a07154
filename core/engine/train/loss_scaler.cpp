// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/loss_scaler.h"

#include <torch/torch.h>

namespace assay {

LossScaler::LossScaler(c10::Device device, double initialScale)
    : scale_(at::full({1}, initialScale, at::TensorOptions().device(device).dtype(at::kFloat))),
      growthTracker_(at::zeros({1}, at::TensorOptions().device(device).dtype(at::kInt))),
      foundInf_(at::zeros({1}, at::TensorOptions().device(device).dtype(at::kFloat))) {}

at::Tensor LossScaler::scale(const at::Tensor& loss) const { return loss * scale_.squeeze(); }

bool LossScaler::unscale(const std::vector<at::Tensor>& gradients) {
  foundInf_.zero_();
  if (gradients.empty()) return true;
  const at::Tensor inverse = scale_.to(at::kDouble).reciprocal().to(at::kFloat);
  at::_amp_foreach_non_finite_check_and_unscale_(gradients, foundInf_, inverse);
  return foundInf_.item<float>() == 0;
}

void LossScaler::noteOverflow() { foundInf_.fill_(1); }

void LossScaler::update() {
  constexpr double growth = 2, backoff = 0.5;
  constexpr int64_t interval = 2000;
  at::_amp_update_scale_(scale_, growthTracker_, foundInf_, growth, backoff, interval);
}

NamedTensors LossScaler::state() const { return {{"scale", scale_}, {"growth", growthTracker_}}; }

}  // namespace assay
