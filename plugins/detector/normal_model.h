// SPDX-License-Identifier: Apache-2.0
// A cold start: only clean images are known. What is unlike them is found, without a class, and with a probability that a clean image would
// look so strange.
#pragma once

#include <optional>

#include "core/engine/plugin/model_type.h"
#include "core/report/detection_result.h"
#include "plugins/detector/detector_options.h"
#include "plugins/detector/normal_network.h"
#include "plugins/detector/normal_scores.h"
#include "plugins/detector/normalisation.h"

namespace assay::detector {

class NormalModel final : public ModelType {
 public:
  explicit NormalModel(const ModelContext& context);

  torch::nn::Module& network() override { return network_.module(); }
  bool learnsInOnePass() const override { return true; }
  void fit(const Progress& progress) override;
  std::shared_ptr<const BatchSource> trainingSource() override { return nullptr; }
  LossTerms loss(const Batch& batch) override;
  EvaluationResult evaluate(Split split, const Progress& progress) override;
  Json predict(const Json& input) override;
  Json metadata() const override;
  void restoreMetadata(const Json& metadata) override;

 private:
  struct Verdict {
    double raw = 0, probability = 0;   ///< of the whole image
    std::vector<Detection> boxes;
    std::vector<float> embedding;          ///< what the image looks like: the mean of its features
  };
  Normalisation levelsOf(const std::vector<const Item*>& items) const;
  at::Tensor pictureOf(const std::filesystem::path& file, int* width = nullptr, int* height = nullptr) const;
  Verdict judge(const at::Tensor& picture, int width, int height) const;
  Verdict judge(const std::filesystem::path& file) const;
  std::vector<Detection> boxesOf(const at::Tensor& places, int width, int height) const;
  std::string className() const;   ///< of what is found
  double threshold() const { return 1 - options_.falseAlarms; }

  const ModelContext context_;
  const DetectorOptions options_;
  NormalNetwork network_;
  std::optional<Normalisation> normalisation_;
  std::optional<NormalScores> scores_;
};

}  // namespace assay::detector
