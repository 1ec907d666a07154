// SPDX-License-Identifier: Apache-2.0
// A step of AdamW over the 161 tensors of ResNet-50 (25.6 M numbers), ours and torch::optim's in turns: one JSON line.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include <torch/torch.h>

#include "core/base/json.h"
#include "core/engine/train/optimizers.h"

using namespace assay;

namespace {

/// Convolution and batch norm of each layer, then the classifier: 53 + 106 + 2 tensors.
std::vector<std::vector<int64_t>> shapesOfResNet50() {
  std::vector<std::vector<int64_t>> shapes;
  const auto convolution = [&](int64_t out, int64_t in, int64_t kernel) {
    shapes.push_back({out, in, kernel, kernel});
    shapes.push_back({out});
    shapes.push_back({out});
  };
  convolution(64, 3, 7);
  int64_t in = 64;
  for (const auto [blocks, width] : {std::pair<int64_t, int64_t>{3, 64}, {4, 128}, {6, 256}, {3, 512}}) {
    for (int64_t b = 0; b < blocks; ++b) {
      convolution(width, in, 1);
      convolution(width, width, 3);
      convolution(4 * width, width, 1);
      if (b == 0) convolution(4 * width, in, 1);
      in = 4 * width;
    }
  }
  shapes.push_back({1000, 2048});
  shapes.push_back({1000});
  return shapes;
}

std::vector<at::Tensor> parameters() {
  std::vector<at::Tensor> tensors;
  for (const auto& shape : shapesOfResNet50()) {
    tensors.push_back(at::randn(shape).set_requires_grad(true));
    tensors.back().mutable_grad() = at::randn(shape) * 0.01;
  }
  return tensors;
}

template <class Step>
double milliseconds(Step&& step) {
  const auto start = std::chrono::steady_clock::now();
  step();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const int repeats = argc > 1 ? std::atoi(argv[1]) : 30;
  const std::vector<at::Tensor> ours = parameters(), theirs = parameters();
  int64_t numbers = 0;
  ParameterGroup group{{}, 0.01, 1};
  for (std::size_t i = 0; i < ours.size(); ++i) {
    group.parameters.push_back({std::to_string(i), ours[i]});
    numbers += ours[i].numel();
  }
  const auto fused = makeOptimizer({.kind = "adamw"}, {group});
  torch::optim::AdamW plain(theirs, torch::optim::AdamWOptions(1e-3).weight_decay(0.01));
  std::vector<double> fusedTimes, plainTimes;
  for (int i = 0; i < repeats + 3; ++i) {
    const double a = milliseconds([&] { fused->step(1e-3); }), b = milliseconds([&] { plain.step(); });
    if (i < 3) continue;
    fusedTimes.push_back(a);
    plainTimes.push_back(b);
  }
  std::puts(toLine({{"tensors", ours.size()}, {"numbers", numbers}, {"fused_ms", median(fusedTimes)}, {"torch_optim_ms", median(plainTimes)}}).c_str());
}
