// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "plugins/detector/normal_network.h"
#include "plugins/detector/normal_scores.h"

namespace assay::detector {

/// Features of one normal picture, a tile of an image or a whole one, at each side: [views * h * w, width], the picture as it is first, its mirror images after it.
struct NormalPicture {
  std::vector<at::Tensor> rows;
  std::vector<std::array<int64_t, 2>> grids;   ///< h, w of each side
};

/// An image in tiles, as large as it was decoded.
struct NormalImage {
  int width = 0, height = 0;
  std::vector<NormalPicture> tiles;
};

/// A share of each picture's rows, drawn with a seed of its own; small grids stay whole. To be remembered alone: they fill no map.
NormalPicture thinned(const NormalPicture& picture, int64_t rows, uint64_t seed);

/// A clean image as it is remembered; where that is not all of it, `look` looks at it again.
struct CleanImage {
  NormalImage remembered;
  std::function<NormalImage()> look;
};

std::vector<const NormalPicture*> picturesOf(std::span<const CleanImage> images);

/// What is remembered of these pictures, within `bytes`: small grids whole, the others evenly.
std::vector<PatchMemory> memoriesOf(std::span<const NormalPicture* const> pictures, int64_t bytes);

/// Each view of a picture, itself first, beside memories.
std::vector<Distances> distancesOf(const NormalPicture& picture, const std::vector<PatchMemory>& memories);

/// An image that is not remembered, and the one that is and lies before it: both are judged without the other's neighbours.
struct Stranger {
  std::size_t neighbour = 0;
  std::function<NormalImage()> look;   ///< features are large: they are made when they are needed
};

/// What the tiles of an image have to memories, as they are.
struct ImageDistances {
  int width = 0, height = 0;
  std::vector<Distances> tiles;
};

/// Scores of normal images that a memory has not seen, and the distances to such memories.
struct CrossJudgement {
  NormalScores scores;
  std::vector<ImageDistances> images, strangers;
};

/// Each image by memories of the others: five parts by turns, or as many as there are images. 3 images or more.
CrossJudgement crossJudgement(std::span<const CleanImage> images, std::span<const Stranger> strangers, int64_t bytes, const Progress& progress);

}  // namespace assay::detector
