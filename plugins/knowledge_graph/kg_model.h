// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/engine/plugin/model_type.h"
#include "plugins/knowledge_graph/explorer.h"
#include "plugins/knowledge_graph/extension.h"
#include "plugins/knowledge_graph/kg_data.h"
#include "plugins/knowledge_graph/kg_options.h"
#include "plugins/knowledge_graph/link_loss.h"

namespace assay::kg {

/// Link prediction on the triples of a dataset version.
class KgModel final : public ModelType {
 public:
  explicit KgModel(const ModelContext& context);

  torch::nn::Module& network() override;
  std::shared_ptr<const BatchSource> trainingSource() override;
  LossTerms loss(const Batch& batch) override;
  EvaluationResult evaluate(Split split, const Progress& progress) override;
  Json predict(const Json& input) override;
  void calibrate(const Progress& progress) override;
  Json metadata() const override;
  void restoreMetadata(const Json& metadata) override;
  double rateFactor(const std::string& parameterName) const override;
  bool usesEveryParameter() const override { return true; }
  bool hasSparseGradient(const std::string& parameterName) const override;

 private:
  const KgData& data();
  const KgOptions& options();
  const Extension* extension();
  KgNetwork& links();
  const Explorer& explorer();

  const ModelContext context_;
  std::optional<KgData> data_;          // read when first needed
  std::optional<KgOptions> options_;
  std::optional<Extension> extension_;  // of a run that is extended
  std::optional<KgNetwork> network_;
  std::optional<Explorer> explorer_;
  FusedLoss fused_;
  std::shared_ptr<const BatchSource> source_;
  bool isLastJudgement_ = false;        ///< while training only a part of the held-out triples is ranked
  std::optional<Json> restored_;        ///< metadata of a checkpoint, checked when the graph is known
  Json baseline_ = Json::object();      ///< {"valid": {"mrr":...}, "test": {...}}
};

}  // namespace assay::kg
