// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/engine/plugin/model_type.h"
#include "plugins/template/table_data.h"
#include "plugins/template/table_network.h"

namespace assay::table {

/// Learns one column of a table from its numeric columns.
class TableModel final : public ModelType {
 public:
  explicit TableModel(const ModelContext& context);

  torch::nn::Module& network() override;
  std::shared_ptr<const BatchSource> trainingSource() override;
  LossTerms loss(const Batch& batch) override;
  EvaluationResult evaluate(Split split, const Progress& progress) override;
  Json predict(const Json& input) override;
  Json metadata() const override { return toJson(*encoding_); }
  void restoreMetadata(const Json& metadata) override;
  bool usesEveryParameter() const override { return true; }

 private:
  const Encoding& encoding();
  const Parts& parts();
  at::Tensor outputs(const std::vector<std::vector<float>>& features);

  const ModelContext context_;
  std::optional<Parts> parts_;   // read when first needed: predicting needs no data
  std::optional<Encoding> encoding_;   // learnt from the training rows, or restored
  std::optional<TableNetwork> network_;
};

}  // namespace assay::table
