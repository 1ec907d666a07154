// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/query_source.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/random_seed.h"

namespace assay::kg {
namespace {

at::Tensor tensorOf(const std::vector<int64_t>& values) {
  return at::tensor(values, at::TensorOptions().dtype(at::kLong));
}

/// `count` different numbers below `bound`, ascending (Floyd's sampling).
std::vector<int64_t> drawDistinct(int64_t count, int64_t bound, Random& random) {
  std::vector<bool> isTaken(std::size_t(bound), false);
  for (int64_t top = bound - count; top < bound; ++top) {
    const int64_t drawn = random.below(top + 1);
    isTaken[std::size_t(isTaken[std::size_t(drawn)] ? top : drawn)] = true;
  }
  std::vector<int64_t> result;
  for (int64_t i = 0; i < bound; ++i)
    if (isTaken[std::size_t(i)]) result.push_back(i);
  return result;
}

}  // namespace

void QueryBatch::moveTo(c10::Device device) {
  for (at::Tensor* tensor : {&entities, &relations, &starts, &rows, &answers, &negatives, &knownRows, &knownColumns})
    if (tensor->defined()) *tensor = tensor->to(device);
}

QuerySource::QuerySource(std::shared_ptr<const Queries> queries, std::shared_ptr<const Queries> known, int32_t entities,
                         int64_t negativeCount, int64_t batchSize)
    : queries_(std::move(queries)), known_(std::move(known)), entities_(entities),
      negativeCount_(std::min<int64_t>(negativeCount, entities)), batchSize_(batchSize) {}

std::unique_ptr<Batch> QuerySource::makeBatch(std::span<const int64_t> indices, uint64_t seed) const {
  std::vector<int64_t> entities, relations, starts{0}, rows, answers;
  for (const int64_t q : indices) {
    const auto row = int64_t(entities.size());
    entities.push_back(queries_->entity[std::size_t(q)]);
    relations.push_back(queries_->relation[std::size_t(q)]);
    for (const int32_t answer : queries_->answersOf(q)) {
      rows.push_back(row);
      answers.push_back(answer);
    }
    starts.push_back(int64_t(answers.size()));
  }
  auto batch = std::make_unique<QueryBatch>();
  batch->entities = tensorOf(entities);
  batch->relations = tensorOf(relations);
  batch->starts = tensorOf(starts);
  batch->rows = tensorOf(rows);
  batch->answers = tensorOf(answers);
  if (negativeCount_ > 0) addNegatives(*batch, seed);
  return batch;
}

void QuerySource::addNegatives(QueryBatch& batch, uint64_t seed) const {
  Random random(deriveSeed(seed, "negatives"));
  const std::vector<int64_t> drawn = drawDistinct(negativeCount_, entities_, random);
  std::vector<int64_t> rows, columns;
  const auto* entities = batch.entities.data_ptr<int64_t>();
  const auto* relations = batch.relations.data_ptr<int64_t>();
  for (int64_t row = 0; row < batch.size(); ++row) {
    for (const int32_t answer : known_->find(int32_t(entities[row]), int32_t(relations[row]))) {
      const auto place = std::lower_bound(drawn.begin(), drawn.end(), int64_t(answer));
      if (place == drawn.end() || *place != answer) continue;
      rows.push_back(row);
      columns.push_back(place - drawn.begin());
    }
  }
  batch.negatives = tensorOf(drawn);
  batch.knownRows = tensorOf(rows);
  batch.knownColumns = tensorOf(columns);
}

}  // namespace assay::kg
