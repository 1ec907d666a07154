// SPDX-License-Identifier: Apache-2.0
// What the network should say at each cell of one pyramid level.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plugins/detector/box_geometry.h"

namespace assay::detector {

/// What of a box's surroundings learns it. Compact: the cells beside its centre, whatever its shape: for boxes of a few cells. Wide: an ellipse of the
/// box's proportions, so that a large defect teaches many cells at once (Liu et al. 2020, "Training-Time-Friendly Network", equations 1 and 5).
enum class Reach { Compact, Wide };

/// Boxes whose square root of area lies in [minimumSize, maximumSize) belong to a level.
struct LevelSpec {
  int stride = 8;
  double minimumSize = 0, maximumSize = 1e9;
  Reach reach = Reach::Compact;
};

/// Row-major cells; the centre of cell (i, j) is at ((i + .5) * stride, (j + .5) * stride).
struct TargetGrid {
  int stride = 8, width = 0, height = 0;
  std::vector<float> heat;          ///< 1 at centres, a Gaussian of at most .95 around them
  std::vector<float> heatWeight;    ///< 0 where a box cut by the border makes the truth unclear
  std::vector<float> regressionWeight;   ///< 1 at centres, .5 beside them, a Gaussian where the reach is wide, 0 elsewhere
  std::vector<int64_t> classes;     ///< -1 where the weight is 0
  std::vector<float> distances;     ///< [4][height][width]: left, top, right, bottom in px from the cell's centre
  int centres = 0;
};

struct LevelTruths {
  std::vector<Truth> whole;         ///< centre inside the picture
  std::vector<Box> unclear;         ///< reaches in from outside, or of unknown class: neither defect nor background
};

/// The truths of a crop for one level. A box whose centre lies outside is unclear; one that is less than a
/// tenth inside is left out. One of unknown class is unclear on every level.
LevelTruths truthsOfLevel(std::span<const Truth> truths, int width, int height, const LevelSpec& level);

TargetGrid makeTargetGrid(const LevelTruths& truths, int width, int height, const LevelSpec& level);

}  // namespace assay::detector
