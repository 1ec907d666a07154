// SPDX-License-Identifier: Apache-2.0
// Numbers that a test and its ranks both know.
#pragma once

#include <utility>
#include <vector>

#include <torch/torch.h>

namespace assay::test {

inline at::Tensor rankNumbers(int rank, int64_t count) { return (at::arange(count, at::kFloat).remainder(1000) + 1) * double(rank + 1); }

/// Two layers and one beside, whose weights follow from their places.
struct TwoLayers : torch::nn::Module {
  TwoLayers() {
    first = register_module("first", torch::nn::Linear(4, 5));
    side = register_module("side", torch::nn::Linear(4, 1));
    last = register_module("last", torch::nn::Linear(5, 1));
    const at::NoGradGuard noGradients;
    double phase = 0;
    for (at::Tensor& weight : parameters()) weight.copy_((at::arange(weight.numel(), at::kFloat) + phase++).sin().view(weight.sizes()) * 0.5);
  }
  at::Tensor forward(const at::Tensor& x, bool withSide) {
    const at::Tensor y = last->forward(torch::tanh(first->forward(x)));
    return withSide ? y + side->forward(x) : y;
  }
  torch::nn::Linear first{nullptr}, side{nullptr}, last{nullptr};
};

/// 8 samples of step `step`; rank r of n has 8 / n of them.
inline std::pair<at::Tensor, at::Tensor> batchOf(int64_t step, int64_t rank = 0, int64_t ranks = 1) {
  const at::Tensor x = (at::arange(32, at::kFloat) * 0.7 + double(step)).cos().view({8, 4}), y = x.sum(1, true) * 0.3;
  return {x.narrow(0, rank * 8 / ranks, 8 / ranks), y.narrow(0, rank * 8 / ranks, 8 / ranks)};
}

/// Row 3 twice on rank 0, once on rank 1; other numbers of rows.
inline std::vector<int64_t> rowsOf(int rank) { return rank == 0 ? std::vector<int64_t>{3, 1, 3} : std::vector<int64_t>{3, 7}; }

inline at::Tensor normInput() { return (at::arange(5 * 3 * 2 * 2, at::kFloat) * 1.3).sin().view({5, 3, 2, 2}) * 2 + 5; }
inline at::Tensor normWeights(int64_t channels) { return (at::arange(channels, at::kFloat) + 1).view({1, -1, 1, 1}); }
inline void fillNorm(torch::nn::BatchNorm2dImpl& layer) {
  const at::NoGradGuard noGradients;
  layer.weight.copy_(at::tensor({1.5, -0.5, 2.0}));
  layer.bias.copy_(at::tensor({0.1, 0.2, -0.3}));
}

/// What a mask map says of 5 pictures, and what it should say: some pixels are unknown, and one picture is without a defect.
inline std::pair<at::Tensor, at::Tensor> maskNumbers() {
  const at::Tensor places = at::arange(5 * 3 * 4, at::kFloat).view({5, 1, 3, 4});
  at::Tensor target = (places * 0.9).sin().gt(0.3).to(at::kFloat);
  target.masked_fill_((places * 2.3).cos().gt(0.8), -1);
  target[4].clamp_max_(0);
  return {(places * 0.61).cos() * 2, target};
}

/// Full rank, different on each rank.
inline at::Tensor matrixOf(int rank) { return (at::arange(1200, at::kFloat) * 0.37 + rank).sin().view({40, 30}) + at::outer(at::arange(40, at::kFloat) / 40, at::arange(30, at::kFloat) / 30); }

}  // namespace assay::test
