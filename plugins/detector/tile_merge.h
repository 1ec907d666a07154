// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/imaging/tiles.h"
#include "plugins/detector/box_geometry.h"

namespace assay::detector {

/// Boxes of each tile (in tile pixels) as boxes of the whole image. In the overlap of two tiles a box
/// belongs to the tile that it is further inside of: one whose centre is nearer than `overlap` / 2 to an inner
/// edge of its tile is left to the neighbour, which sees more of its surroundings. Boxes are clipped to the
/// image; what is left of the doubles is suppressed by IoU.
std::vector<ScoredBox> mergeTiles(std::span<const TileRect> tiles, std::span<const std::vector<ScoredBox>> boxes,
                                  int width, int height, int overlap, double nmsIou);

}  // namespace assay::detector
