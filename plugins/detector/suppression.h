// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plugins/detector/box_geometry.h"

namespace assay::detector {

/// Greedy non-maximum suppression, whatever the classes: of two boxes whose IoU exceeds `iou` the better
/// one stays. The result is ordered by descending score; equal scores keep their order.
std::vector<ScoredBox> suppressOverlaps(std::vector<ScoredBox> boxes, double iou);

}  // namespace assay::detector
