// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "core/base/progress.h"
#include "core/imaging/tiles.h"
#include "core/labels/item.h"
#include "plugins/detector/detector_options.h"
#include "plugins/detector/normal_memories.h"
#include "plugins/detector/normal_network.h"
#include "plugins/detector/normal_scores.h"
#include "plugins/detector/normalisation.h"

namespace assay::detector {

/// What is said of one image by somebody who knows clean ones alone.
struct NormalVerdict {
  double raw = 0;                    ///< in standard deviations of clean images, of the image's strangest places; larger is stranger
  double probability = 0;            ///< share of clean images that are less strange
  std::vector<Detection> boxes;      ///< strange places, the strangest first
  Image places;                      ///< greyOfPlaces(): how strange each place is
  std::vector<float> embedding;      ///< what the image looks like: the mean of its features
};

/// Remembers patches of clean images and says how unlike them another one is. One thread at a time.
class NormalJudge {
 public:
  static constexpr std::size_t fewestPictures = 5;
  static constexpr std::size_t mostTiles = 400;   ///< of an image that is remembered

  /// How many tiles an image is remembered in.
  static std::size_t tileCount(const Item& item, const DetectorOptions& options);

  /// `className`: of the boxes.
  NormalJudge(std::filesystem::path pretrained, const DetectorOptions& options, std::string className);

  torch::nn::Module& module() { return network_.module(); }
  std::shared_ptr<torch::nn::Module> sharedModule() const { return network_.sharedModule(); }
  /// Clean images, fewestPictures or more; of many, some. Those larger than DetectorOptions::tile are remembered and judged in tiles. Throws Error{NotFound} without
  /// pretrained weights, Error{BadOption} for tiles so small that there are too many.
  void learn(const std::vector<const Item*>& clean, const std::filesystem::path& dataRoot, const Progress& progress);
  /// Likewise. Returns NormalVerdict::places of each of `others`, which may be clean, as memories of four fifths of the clean images see them: without the fifth, by
  /// number, in which this one lies with its neighbours. New images are to look alike to the memory of all.
  std::vector<Image> learn(const std::vector<const Item*>& clean, const std::vector<const Item*>& others, const std::filesystem::path& dataRoot, const Progress& progress);
  bool hasLearnt() const { return scores_.has_value(); }
  const NormalScores& scores() const { return *scores_; }
  /// Of decoded pixels as they come; on demand of each tile's mirror image, which tells no places.
  NormalVerdict judge(const Image& decoded, bool isMirrored = false) const;

  /// Beside the tensors of module(): {"memories","scores","normalisation","tiled"}.
  Json metadata() const;
  /// Makes room for the tensors, too. Throws Error{BadInput}.
  void restore(const Json& metadata, const std::string& where);

 private:
  Normalisation levelsOf(const std::vector<const Item*>& items, const std::filesystem::path& dataRoot) const;
  std::vector<TileRect> tilesOf(int width, int height) const;
  std::vector<const Item*> someOf(const std::vector<const Item*>& clean) const;
  NormalImage lookAtFile(const Item& item, const std::filesystem::path& dataRoot, bool withMirrored) const;
  std::vector<CleanImage> lookAtAll(const std::vector<const Item*>& items, const std::filesystem::path& dataRoot, const Progress& progress) const;
  void forEachTile(const Image& decoded, const std::function<void(const at::Tensor& pixels)>& look) const;
  at::Tensor placesOf(const ImageDistances& image) const;
  std::vector<Detection> boxesOf(const at::Tensor& places, int width, int height) const;

  const DetectorOptions options_;
  const std::string className_;
  NormalNetwork network_;
  bool isTiled_ = true;   ///< false: out of a checkpoint that was made before there were tiles
  std::optional<Normalisation> normalisation_;
  std::optional<NormalScores> scores_;
};

}  // namespace assay::detector
