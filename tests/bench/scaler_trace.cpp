// SPDX-License-Identifier: Apache-2.0
// Feeds our loss scaler a sequence of steps, one character each on stdin ('.' finite, 'x' not), and prints a line a step: applied, scale after.
#include <cstdio>
#include <limits>

#include <torch/torch.h>

#include "core/engine/train/loss_scaler.h"

int main() {
  assay::LossScaler scaler(c10::Device(c10::kCPU));
  for (int step = std::getchar(); step != EOF && step != '\n'; step = std::getchar()) {
    const at::Tensor gradient = at::full({4}, step == 'x' ? std::numeric_limits<double>::infinity() : 1.0);
    const bool isApplied = scaler.unscale({gradient});
    scaler.update();
    std::printf("%d %.17g\n", isApplied ? 1 : 0, scaler.state()[0].tensor.item<double>());
  }
}
