// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/timing_meter.h"

namespace assay {

Json TimingMeter::take() {
  constexpr const char* names[] = {"data", "forward", "backward", "communicate", "optimiser", "evaluate"};
  Json values = Json::object();
  for (std::size_t i = 0; i < seconds_.size(); ++i) values[names[i]] = seconds_[i];
  seconds_.fill(0);
  return values;
}

}  // namespace assay
