// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plugins/detector/box_geometry.h"

namespace assay::detector {

struct PeakOptions {
  double floor = 0.01;        ///< objectness below it is not a box
  int maximum = 60;           ///< best peaks kept
  bool votes = true;          ///< a box is the mean of what the cells around its peak say, weighted by their objectness
};

/// Boxes out of one output map [1 + classes + 4][height][width]: objectness logit, class logits, and
/// log distances left, top, right, bottom in units of 2 strides. A peak is the largest of its 3 x 3 cells.
/// Score = objectness x probability of the best class.
std::vector<ScoredBox> decodePeaks(const float* map, int classes, int width, int height, int stride,
                                   const PeakOptions& options);

/// Bounds of the log distances: a side is between .8 and 144 px at stride 8.
inline constexpr float minimumLogDistance = -3.0f, maximumLogDistance = 2.2f;

}  // namespace assay::detector
