// SPDX-License-Identifier: Apache-2.0
// Large images are predicted tile by tile.
#pragma once

#include <vector>

#include "core/base/export.h"

namespace assay {

struct TileRect {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const TileRect&) const = default;
};

/// Tiles of `tile` x `tile` (smaller only where the image is) that cover every pixel, lie inside
/// the image, and overlap their neighbours by at least `overlap` pixels. Row by row. An object no
/// larger than `overlap` is whole in at least one tile. Tiles start at multiples of `grid`, so that a
/// network of such a stride sees the same cells in a tile as in the whole image; for that those of the
/// last column and row may be larger by up to grid - 1. Throws unless 0 <= overlap <= tile - grid and
/// the sizes are positive.
ASSAY_CORE_API std::vector<TileRect> tileGrid(int width, int height, int tile, int overlap, int grid = 1);

}  // namespace assay
