// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>

#include "core/engine/plugin/model_type.h"
#include "core/report/detection_result.h"
#include "plugins/detector/box_finder.h"
#include "plugins/detector/image_judge.h"
#include "plugins/detector/normalisation.h"
#include "plugins/detector/operating_point.h"
#include "plugins/detector/pair_source.h"
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
  std::vector<const Item*> trainingItems() const;
  PairImages decoded(const std::filesystem::path& image, const std::filesystem::path& reference) const;
  PairImages prepared(const PairImages& decoded);
  std::optional<PairImages> keptPicture(const Item& item) const;
  void look(const Item& item, Views views, ImageResult& image, std::vector<double>& milliseconds);
  std::unique_ptr<ImageJudge> newImageJudge() const;
  void startBackbone();
  void rememberClean();
  Testimony testimonyOf(const ImageResult& image, const Image& decoded) const;
  void judgeWhole(ImageResult& image, const Testimony& testimony) const;
  void calibrateImages(DetectionResult& heldOut, const Progress& progress);
  void keepDecoded(const std::vector<const Item*>& items, const Progress& progress);
  std::vector<Detection> detect(const PairImages& picture, Views views = Views::All);
  Json surveyOf(const PairImages& picture, const std::vector<Detection>& found);
  DetectionResult judgeMadeUp(const PairSource& pairs, const Progress& progress);
  DetectionResult judge(const std::vector<const Item*>& items, const Progress& progress, std::vector<double>& milliseconds, Views views = Views::All);

  const ModelContext context_;
  const DetectorOptions options_;
  const std::vector<std::string> classes_;       ///< that the network tells apart
  std::unique_ptr<DetectorNetwork> network_;
  const BoxFinder finder_;
  bool isRestored_ = false;                      ///< out of a checkpoint
  std::unique_ptr<ImageJudge> images_;           ///< none: an image is what its surest box is
  std::shared_ptr<const BatchSource> source_;
  std::shared_ptr<const PairSource> madeUp_;     ///< the source, when it has nothing but made-up defects
  std::optional<Normalisation> normalisation_;   ///< measured on the training part, or out of the checkpoint
  ClassEvidence evidence_;                       ///< likewise
  OperatingPoint operatingPoint_;
  std::shared_ptr<const PackedCache> judgedPictures_;   ///< of what is judged every epoch; none where nothing is trained
  std::map<const Item*, int64_t> judgedPlaces_;
  std::optional<DetectionResult> calibrated_;    ///< the held-out part as the final weights see it
};

}  // namespace assay::detector
