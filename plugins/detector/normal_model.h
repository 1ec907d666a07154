// SPDX-License-Identifier: Apache-2.0
// A cold start: only clean images are known. What is unlike them is found, without a class, and with a probability that a clean image would
// look so strange.
#pragma once

#include <optional>

#include "core/engine/plugin/model_type.h"
#include "core/report/detection_result.h"
#include "plugins/detector/detector_options.h"
#include "plugins/detector/normal_judge.h"

namespace assay::detector {

class NormalModel final : public ModelType {
 public:
  explicit NormalModel(const ModelContext& context);

  torch::nn::Module& network() override { return judge_.module(); }
  bool learnsInOnePass() const override { return true; }
  void fit(const Progress& progress) override;
  std::shared_ptr<const BatchSource> trainingSource() override { return nullptr; }
  LossTerms loss(const Batch& batch) override;
  EvaluationResult evaluate(Split split, const Progress& progress) override;
  Json predict(const Json& input) override;
  std::vector<std::pair<std::string, std::string>> disclosures() const override;
  Json metadata() const override;
  void restoreMetadata(const Json& metadata) override;

 private:
  double threshold() const { return 1 - options_.falseAlarms; }

  const ModelContext context_;
  const DetectorOptions options_;
  NormalJudge judge_;
};

}  // namespace assay::detector
