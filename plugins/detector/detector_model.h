// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/engine/plugin/model_type.h"
#include "core/report/detection_result.h"
#include "plugins/detector/cross_validation.h"
#include "plugins/detector/image_judge.h"
#include "plugins/detector/inspector.h"
#include "plugins/detector/kept_pictures.h"
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
  std::vector<Rehearsal> rehearsals() const override;
  Json tell(const std::string& rehearsal, const Progress& progress) override;
  std::vector<std::pair<std::string, std::string>> disclosures() const override;
  Json metadata() const override;
  void restoreMetadata(const Json& metadata) override;

 private:
  void build();
  void followHead(int head);
  const Normalisation& normalisation();
  std::vector<const Item*> trainingItems(bool withTaught = true) const;
  std::unique_ptr<ImageJudge> newImageJudge() const;
  void startBackbone();
  void learnFromTeacher();
  std::shared_ptr<const PackedCache> rememberClean(const std::vector<const Item*>& items);
  std::vector<Image> anomalyMapsOf(const std::vector<const Item*>& items, const Progress& progress) const;
  std::optional<NormalVerdict> verdictOn(const Image& pixels) const;
  void look(const Item& item, Views views, ImageResult& image, std::vector<double>& milliseconds);
  DetectionResult judge(const std::vector<const Item*>& items, const Progress& progress, std::vector<double>& milliseconds, Views views = Views::All);
  std::vector<Testimony> hearAll(const DetectionResult& judged, const Progress& progress) const;
  void calibrateBy(JudgedParts heldOut);
  Json describe(const Json& input, const PairImages& pixels);
  Json toldOfUnlabelled(const Progress& progress);

  const ModelContext context_;
  DetectorOptions options_;                      ///< what a checkpoint says of the network's shape takes precedence
  std::unique_ptr<DetectorNetwork> network_;
  std::optional<Inspector> inspector_;           ///< never empty; normalisation and evidence are measured on the training part, or out of the checkpoint
  bool isRestored_ = false;                      ///< out of a checkpoint
  std::unique_ptr<ImageJudge> images_;           ///< none: an image is what its surest box is
  std::vector<Item> taught_;                     ///< as a teacher sees images that nobody labelled
  std::shared_ptr<const BatchSource> source_;
  std::shared_ptr<const PairSource> madeUp_;     ///< the source, when it has nothing but made-up defects
  OperatingPoint operatingPoint_;
  Json disclosures_ = Json::array();             ///< [[subject, statement], ..], out of the checkpoint
  std::optional<KeptPictures> kept_;             ///< of what is judged every epoch
  std::optional<DetectionResult> calibrated_;    ///< what has judged the final weights, or models like them
};

}  // namespace assay::detector
