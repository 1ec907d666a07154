// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/detector/crop_chooser.h"
#include "plugins/detector/detection_batch.h"

namespace assay::detector {

/// A crop of one picture with its labels.
struct CropSingle {
  Image picture;                 ///< grey or RGB
  std::vector<float> mask;       ///< of writeMaskTarget(); empty where no masks are learned
  std::vector<Truth> truths;
};

inline constexpr int singleChannels = 3;
/// What the network sees of each pixel, [height, width, 3] in 0..1; grey is repeated.
void writeSingleChannels(const Image& picture, float* out);

/// Augmented crops of single pictures, with labelled defects copied between pictures. Thread-safe.
class SingleSource final : public BatchSource {
 public:
  SingleSource(std::shared_ptr<const TrainingSet> set, const DetectorOptions& options, int classCount,
               std::vector<LevelSpec> levels);
  int64_t size() const override { return chooser_.epochSize(); }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const override;
  void readAhead(std::span<const int64_t> indices) const override { set_->readAhead(indices); }
  CropSingle makeCrop(std::size_t picture, Random& random) const;

 private:
  void pasteDefect(CropSingle& crop, Random& random) const;
  std::vector<float> maskOf(std::size_t picture, const CropView& view) const;

  std::shared_ptr<const TrainingSet> set_;
  DetectorOptions options_;
  CropChooser chooser_;
  std::vector<LevelSpec> levels_;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> defects_;   ///< by class: picture, truth
};

}  // namespace assay::detector
