// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/detector/crop_chooser.h"
#include "plugins/detector/detection_batch.h"
#include "plugins/detector/pair_augment.h"

namespace assay::detector {

/// Augmented crops of registered pairs, with made-up defects; where no defect is labelled, with nothing but made-up ones. Thread-safe.
class PairSource final : public BatchSource {
 public:
  PairSource(std::shared_ptr<const TrainingSet> set, const DetectorOptions& options, const Normalisation& normalisation,
             const std::vector<std::string>& classes, std::vector<LevelSpec> levels);
  int64_t size() const override { return chooser_.epochSize(); }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const override;
  void readAhead(std::span<const int64_t> indices) const override { set_->readAhead(indices); }
  /// One crop before it becomes channels; what tests and previews look at.
  CropPair makeCrop(std::size_t picture, Random& random) const;
  /// A whole picture as it is, with at most so many made-up defects and what was on it before.
  CropPair makePicture(std::size_t picture, int defects, Random& random) const;
  std::size_t pictures() const { return set_->pictures.size(); }
  /// There is no labelled defect: all that is learned from is made up.
  bool isMadeUp() const { return isMadeUp_; }

 private:
  std::shared_ptr<const TrainingSet> set_;
  DetectorOptions options_;
  PairAugmentOptions augment_;
  CropChooser chooser_;
  bool isMadeUp_;
  DefectMaker maker_;
  std::vector<LevelSpec> levels_;
};

}  // namespace assay::detector
