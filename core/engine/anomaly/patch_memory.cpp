// SPDX-License-Identifier: Apache-2.0
#include "core/engine/anomaly/patch_memory.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/anomaly/coreset.h"

namespace assay {
namespace {

constexpr int64_t mostCandidates = 30000;   // of a coreset, whose time grows with them
constexpr int64_t queriesAtOnce = 4096;     // bounds the table of distances

at::Tensor whitened(const at::Tensor& features, const PatchMemory& memory) {
  return at::matmul(features - memory.mean.to(at::kFloat), memory.transform.to(at::kFloat));
}

at::Tensor evenlySpread(const at::Tensor& rows, int64_t most) {
  if (rows.size(0) <= most) return rows;
  return rows.index_select(0, (at::arange(most, rows.options().dtype(at::kDouble)) * (double(rows.size(0)) / double(most))).to(at::kLong));
}

}  // namespace

PatchMemory PatchMemory::of(const at::Tensor& features, int64_t dimensions, double shrink, int64_t most) {
  require(features.dim() == 2 && features.size(0) >= 2, "a patch memory needs two patches or more");
  const at::NoGradGuard noGradients;
  PatchMemory memory;
  const at::Tensor mean = features.mean(0), centred = features - mean;
  const at::Tensor covariance = at::matmul(centred.t(), centred) / double(features.size(0) - 1);
  const auto [values, vectors] = at::linalg_eigh(covariance.to(at::kDouble));   // ascending
  const double floor = shrink * values.mean().item<double>() + 1e-12;
  const int64_t kept = std::min(dimensions, values.size(0)), first = values.size(0) - kept;
  memory.mean = mean.to(at::kHalf);
  memory.transform = (vectors / (values.clamp_min(0) + floor).sqrt()).narrow(1, first, kept).to(at::kHalf).contiguous();
  const at::Tensor candidates = whitened(evenlySpread(features, mostCandidates), memory);
  const int64_t count = std::clamp<int64_t>(most, 1, candidates.size(0));
  memory.rows = (count < candidates.size(0) ? candidates.index_select(0, greedyCoreset(candidates, count)) : candidates).to(at::kHalf);
  return memory;
}

at::Tensor PatchMemory::distances(const at::Tensor& features) const {
  const at::NoGradGuard noGradients;
  const at::Tensor bank = rows.to(at::kFloat), squares = bank.square().sum(1);
  std::vector<at::Tensor> parts;
  for (const at::Tensor& some : features.split(queriesAtOnce)) {
    const at::Tensor queries = whitened(some, *this);
    const at::Tensor table = at::addmm(squares.unsqueeze(0), queries, bank.t(), 1, -2);   // |b|^2 - 2 q b
    parts.push_back((std::get<0>(table.min(1)) + queries.square().sum(1)).clamp_min(0).sqrt());
  }
  return at::cat(parts);
}

int64_t PatchMemory::size() const { return int64_t(mean.nbytes() + transform.nbytes() + rows.nbytes()); }

}  // namespace assay
