// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/ema.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/error.h"

namespace assay {

Ema::Ema(NamedTensors live, double decay) : live_(std::move(live)), decay_(decay) {
  require(decay > 0 && decay < 1, "trainer.ema_decay must lie between 0 and 1", "trainer.ema_decay", Code::BadOption);
  const at::NoGradGuard noGradients;
  for (const NamedTensor& named : live_) {
    const at::Tensor copy = named.tensor.detach().clone();
    average_.push_back({named.name, copy});
    // What has another precision and does not learn is only carried along: in one type, one pass over all serves.
    if (named.tensor.is_floating_point() && (named.tensor.scalar_type() == at::kFloat || named.tensor.requires_grad())) {
      liveReal_.push_back(named.tensor.detach());
      averageReal_.push_back(copy);
    } else {
      counters_.emplace_back(named.tensor.detach(), copy);
    }
  }
}

void Ema::update() {
  const at::NoGradGuard noGradients;
  const double decay = std::min(decay_, (1.0 + double(updates_)) / (10.0 + double(updates_)));
  ++updates_;
  if (!averageReal_.empty()) at::_foreach_lerp_(averageReal_, liveReal_, 1 - decay);
  for (auto& [live, average] : counters_) average.copy_(live);
}

}  // namespace assay
