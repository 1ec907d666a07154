// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "core/engine/data/batch_source.h"
#include "plugins/knowledge_graph/queries.h"

namespace assay::kg {

/// Some questions with their answers; all tensors int64.
struct QueryBatch final : Batch {
  at::Tensor entities, relations;   ///< [B]
  at::Tensor starts;                ///< [B + 1], into rows and answers
  at::Tensor rows;                  ///< [T] the question (0 to B - 1) of each answer
  at::Tensor answers;               ///< [T]
  at::Tensor negatives;             ///< [K] candidates that all questions share; undefined when every entity is one
  at::Tensor knownRows, knownColumns;   ///< [M] places in [B, K] where a candidate is a known answer

  int64_t size() const override { return entities.size(0); }
  double weight() const override { return double(answers.size(0)); }
  void moveTo(c10::Device device) override;
};

/// One sample is one question. Candidates are drawn without repetition from the entities of training.
class QuerySource final : public BatchSource {
 public:
  /// `known` says which answers are true in training, so that none of them counts as wrong.
  QuerySource(std::shared_ptr<const Queries> queries, std::shared_ptr<const Queries> known, int32_t entities,
              int64_t negativeCount, int64_t batchSize);

  int64_t size() const override { return queries_->size(); }
  int64_t suggestedBatchSize() const override { return batchSize_; }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const override;

 private:
  void addNegatives(QueryBatch& batch, uint64_t seed) const;

  std::shared_ptr<const Queries> queries_, known_;
  const int32_t entities_;
  const int64_t negativeCount_, batchSize_;
};

}  // namespace assay::kg
