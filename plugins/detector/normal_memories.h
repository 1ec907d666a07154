// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "plugins/detector/normal_network.h"
#include "plugins/detector/normal_scores.h"

namespace assay::detector {

/// Features of one normal picture at each side: [views * h * w, width], the picture as it is first, its mirror images after it.
struct NormalPicture {
  std::vector<at::Tensor> rows;
  std::vector<std::array<int64_t, 2>> grids;   ///< h, w of each side
};

/// What is remembered of these pictures, within `bytes`: small grids whole, the others evenly.
std::vector<PatchMemory> memoriesOf(std::span<const NormalPicture* const> pictures, int64_t bytes);

/// Each view of a picture, itself first, beside memories.
std::vector<Distances> distancesOf(const NormalPicture& picture, const std::vector<PatchMemory>& memories);

/// Scores of each picture by memories of the others: five parts by turns, or as many as there are pictures. 3 pictures or more.
NormalScores crossScores(std::span<const NormalPicture> pictures, int64_t bytes, const Progress& progress);

}  // namespace assay::detector
