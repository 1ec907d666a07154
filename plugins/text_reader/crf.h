// SPDX-License-Identifier: Apache-2.0
// Linear-chain conditional random field over the tags of a sentence (Lafferty, McCallum, Pereira 2001). Scores of a row of
// tags: start[y0] + sum of emissions + transitions[y(t-1), y(t)] + end[last].
#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

namespace assay::text {

/// transitions [K, K] (from, to), start [K], end [K]; float.
struct CrfTables {
  at::Tensor transitions, start, end;
};

/// Mean over sentences of - log p(tags). emissions [B, T, K] float, lengths [B] and tags [B, T] int64; what lies behind a
/// sentence's length does not count. Differentiable in emissions and tables; forward-backward in double on the CPU, with the
/// same bits for any number of threads.
at::Tensor crfLoss(const at::Tensor& emissions, const CrfTables& tables, const at::Tensor& lengths, const at::Tensor& tags);

struct TagPath {
  std::vector<int64_t> tags;          ///< the likeliest row (Viterbi)
  std::vector<double> probability;    ///< of each tag by itself, given the sentence
};

/// One sentence: emissions [T, K] on the CPU, T > 0.
TagPath likeliestTags(const at::Tensor& emissions, const CrfTables& tables);

}  // namespace assay::text
