// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/ranking.h"

#include <algorithm>
#include <cmath>

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "plugins/knowledge_graph/row_kernels.h"

namespace assay::kg {
namespace {

constexpr int64_t blockFloats = int64_t{8} << 20;   // 32 MiB

/// Questions whose scores fit into a block.
int64_t questionsPerBlock(const KgNetwork& network) {
  return std::clamp<int64_t>(blockFloats / std::max<int64_t>(1, network.entities().size(0)), 1, 1024);
}

at::Tensor longTensor(const std::vector<int32_t>& values, int64_t first, int64_t last) {
  const std::vector<int64_t> part(values.begin() + first, values.begin() + last);
  return at::tensor(part, at::TensorOptions().dtype(at::kLong));
}

at::Tensor scoreBlock(const KgNetwork& network, const Queries& asked, int64_t first, int64_t last) {
  const c10::Device device = network.entities().device();
  const at::Tensor queries = network.queries(longTensor(asked.entity, first, last).to(device),
                                             longTensor(asked.relation, first, last).to(device));
  return network.scores(queries).to(at::kCPU, at::kFloat).contiguous();
}

}  // namespace

double filteredRank(const float* scores, int64_t count, int32_t answer, std::span<const int32_t> known) {
  const float own = scores[answer];
  if (std::isnan(own)) return double(count) - double(known.size()) + (std::binary_search(known.begin(), known.end(), answer) ? 1 : 0);
  RankCounts counts = countRanks(scores, count, own);
  --counts.equal;   // itself
  for (const int32_t other : known) {
    if (other == answer) continue;
    if (scores[other] == own) --counts.equal;
    else if (!(scores[other] < own)) --counts.above;
  }
  return 1 + double(counts.above) + double(counts.equal) / 2;
}

std::vector<RankedAnswer> rankAnswers(const KgNetwork& network, const Queries& asked, const Queries& known, const Progress& progress) {
  const at::NoGradGuard noGradients;
  std::vector<RankedAnswer> ranked(asked.answers.size());
  const int64_t block = questionsPerBlock(network), entities = network.entities().size(0);
  for (int64_t first = 0; first < asked.size(); first += block) {
    progress.step(first, asked.size(), "ranking answers");
    const int64_t last = std::min(asked.size(), first + block);
    const at::Tensor scores = scoreBlock(network, asked, first, last);
    at::parallel_for(first, last, 1, [&](int64_t begin, int64_t end) {
      for (int64_t q = begin; q < end; ++q) {
        const float* const row = scores.const_data_ptr<float>() + (q - first) * entities;
        const int32_t entity = asked.entity[std::size_t(q)], relation = asked.relation[std::size_t(q)];
        const std::span<const int32_t> filter = known.find(entity, relation);
        for (int64_t i = asked.start[std::size_t(q)]; i < asked.start[std::size_t(q) + 1]; ++i) {
          const int32_t answer = asked.answers[std::size_t(i)];
          ranked[std::size_t(i)] = {entity, relation, answer, filteredRank(row, entities, answer, filter)};
        }
      }
    });
  }
  progress.step(asked.size(), asked.size(), "ranking answers");
  return ranked;
}

}  // namespace assay::kg
