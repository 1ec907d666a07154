// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// Weights of one direction as torch::nn::LSTM names and orders them: input [4 H, I], hidden [4 H, H], two biases [4 H]; gates in
/// the order input, forget, cell, output.
struct LstmWeights {
  at::Tensor input, hidden, inputBias, hiddenBias;
};

/// One layer of a bidirectional LSTM (Hochreiter and Schmidhuber 1997; Schuster and Paliwal 1997) over sentences of unequal length:
/// x [B, T, I] float, lengths [B] int64 on the CPU, each from 1 to T -> [B, T, 2 H], forward states first, 0 behind the ends.
/// Differentiable in x and the weights; what torch's packed LSTM computes, within rounding. On the CPU it takes one product for all
/// inputs, one a step for the states, and computes nothing behind the ends; the two directions run side by side, and the result has
/// the same bits for any number of threads. torch's own layer takes a dozen small operators a step.
ASSAY_ENGINE_API at::Tensor biLstm(const at::Tensor& x, const at::Tensor& lengths, const LstmWeights& forward, const LstmWeights& backward);

}  // namespace assay
