// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>

#include "core/engine/plugin/model_type.h"
#include "core/report/detection_result.h"
#include "plugins/detector/class_evidence.h"
#include "plugins/detector/detector_network.h"
#include "plugins/detector/normalisation.h"
#include "plugins/detector/operating_point.h"
#include "plugins/detector/training_set.h"

namespace assay::detector {

/// Finds defects as boxes, in one picture or by comparison with a reference.
class DetectorModel final : public ModelType {
 public:
  explicit DetectorModel(const ModelContext& context);

  torch::nn::Module& network() override { return network_->module(); }
  std::shared_ptr<const BatchSource> trainingSource() override;
  LossTerms loss(const Batch& batch) override;
  double rateFactor(const std::string& parameterName) const override;
  bool usesEveryParameter() const override { return true; }
  EvaluationResult evaluate(Split split, const Progress& progress) override;
  Json predict(const Json& input) override;
  void calibrate(const Progress& progress) override;
  Json metadata() const override;
  void restoreMetadata(const Json& metadata) override;

 private:
  const Normalisation& normalisation();
  /// What the network looks at: an image, and its reference moved onto it.
  struct Picture { Image test, reference; };
  Picture decoded(const std::filesystem::path& image, const std::filesystem::path& reference);
  Picture pictureOf(const Item& item);
  void keepDecoded(const std::vector<const Item*>& items, const Progress& progress);
  std::vector<Detection> detect(const Picture& picture);
  std::vector<ScoredBox> detectTile(const Image& test, const Image& reference);
  at::Tensor inputTensor(const Image& test, const Image& reference) const;
  DetectionResult judge(const std::vector<const Item*>& items, const Progress& progress);

  const ModelContext context_;
  const DetectorOptions options_;
  std::unique_ptr<DetectorNetwork> network_;
  std::shared_ptr<const BatchSource> source_;
  std::optional<Normalisation> normalisation_;   ///< measured on the training part, or out of the checkpoint
  ClassEvidence evidence_;                       ///< likewise
  OperatingPoint operatingPoint_;
  std::shared_ptr<const PackedCache> judgedPictures_;   ///< of what is judged every epoch; none where nothing is trained
  std::map<const Item*, int64_t> judgedPlaces_;
  std::optional<DetectionResult> calibrated_;    ///< the held-out part as the final weights see it
};

}  // namespace assay::detector
