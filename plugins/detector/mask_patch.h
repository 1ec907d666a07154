// SPDX-License-Identifier: Apache-2.0
// What a mask map says within one box.
#pragma once

#include <optional>
#include <vector>

#include "core/labels/shape.h"

namespace assay::detector {

/// Logits of the cells that a box touches, row by row.
struct MaskPatch {
  double x = 0, y = 0;             ///< px, corner of the first cell
  int columns = 0, rows = 0;
  std::vector<float> logits;
};

/// `map` is [height][width] cells of maskStride px whose first one lies at the origin of `box`; none where the box lies beyond the map.
std::optional<MaskPatch> cutPatch(const float* map, int width, int height, const Box& box);

/// The pixels within `box` and the patch that are rather a defect than not, in a picture in which everything is `scale` times as large as where the patch was cut. None: no
/// pixel is.
std::optional<Mask> maskOf(const MaskPatch& patch, const Box& box, double scale);

}  // namespace assay::detector
