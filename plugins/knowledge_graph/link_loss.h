// SPDX-License-Identifier: Apache-2.0
// The loss of a batch of questions, twice: once in plain differentiable torch (any scorer and kind of negatives) and once by
// hand for what is trained most, inner products against every entity.
#pragma once

#include "core/engine/plugin/model_type.h"
#include "plugins/knowledge_graph/kg_network.h"
#include "plugins/knowledge_graph/loss_options.h"
#include "plugins/knowledge_graph/query_source.h"

namespace assay::kg {

class RowMath;

/// Mean over the batch's answers of: - log of the answer's share among the candidates (or the self-adversarial
/// loss), plus relationWeight times the same for the relation, plus the penalty. Parts: "answer", "relation",
/// "penalty". Gradients of tables are row-sparse when candidates are a sample.
LossTerms differentiableLoss(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch);

/// The same number and gradients as differentiableLoss within rounding, without a graph of [B, E] temporaries:
/// one product for the scores, softmax minus answers in place, two products back. Under bf16 autocast the products
/// take bf16. Keeps its buffers from step to step. On a CPU with kernels of our own, elsewhere with torch's operators.
class FusedLoss {
 public:
  /// Dot products, every entity a candidate.
  static bool canCompute(const KgNetwork& network, const LossOptions& options);

  /// With `math` (which must live on) instead of what suits the tables' device.
  explicit FusedLoss(const RowMath* math = nullptr);
  ~FusedLoss();
  LossTerms operator()(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::kg
