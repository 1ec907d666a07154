// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/detector/crop_chooser.h"
#include "plugins/detector/detection_batch.h"
#include "plugins/detector/pair_augment.h"

namespace assay::detector {

/// Augmented crops of registered pairs, with made-up defects. Thread-safe.
class PairSource final : public BatchSource {
 public:
  PairSource(std::shared_ptr<const TrainingSet> set, const DetectorOptions& options, const Normalisation& normalisation,
             const std::vector<std::string>& classes, std::vector<LevelSpec> levels);
  int64_t size() const override { return chooser_.epochSize(); }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const override;
  void readAhead(std::span<const int64_t> indices) const override { set_->readAhead(indices); }
  /// One crop before it becomes channels; what tests and previews look at.
  CropPair makeCrop(std::size_t picture, Random& random) const;

 private:
  std::shared_ptr<const TrainingSet> set_;
  DetectorOptions options_;
  PairAugmentOptions augment_;
  CropChooser chooser_;
  DefectMaker maker_;
  std::vector<LevelSpec> levels_;
};

}  // namespace assay::detector
