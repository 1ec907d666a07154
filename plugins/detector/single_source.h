// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/detector/crop_chooser.h"
#include "plugins/detector/detection_batch.h"

namespace assay::detector {

/// A crop of one picture with its labels.
struct CropSingle {
  Image picture;                 ///< grey or RGB
  Image anomaly;                 ///< how unlike clean images it is; empty without DetectorOptions::anomalyChannel
  std::vector<float> mask;       ///< of writeMaskTarget(); empty where no masks are learned
  std::vector<Truth> truths;
};

inline constexpr int colourChannels = 3;
/// What the network sees of each pixel.
inline int singleChannels(const DetectorOptions& options) { return colourChannels + (options.anomalyChannel ? 1 : 0); }
/// [height, width, channels]: colours in 0..1, where grey is repeated; then writeAnomalyChannel() of `anomaly`, as large as the picture, unless it is empty.
void writeSingleChannels(const Image& picture, const Image& anomaly, float* out);

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
  Image anomalyIn(std::size_t picture, const CropView& view) const;
  std::vector<float> maskOf(std::size_t picture, const CropView& view) const;

  std::shared_ptr<const TrainingSet> set_;
  DetectorOptions options_;
  CropChooser chooser_;
  std::vector<LevelSpec> levels_;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> defects_;   ///< by class: picture, truth
};

}  // namespace assay::detector
