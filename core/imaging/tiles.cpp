// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/tiles.h"

#include "core/base/error.h"

namespace assay {

namespace {

/// Starts of equally spread spans; neighbours overlap by `overlap` or more.
std::vector<int> starts(int length, int tile, int overlap) {
  if (length <= tile) return {0};
  const int step = tile - overlap;
  const int count = (length - overlap + step - 1) / step;
  std::vector<int> out;
  for (int i = 0; i < count; ++i) out.push_back(int(int64_t(length - tile) * i / (count - 1)));
  return out;
}

}  // namespace

std::vector<TileRect> tileGrid(int width, int height, int tile, int overlap) {
  require(width > 0 && height > 0 && tile > 0 && overlap >= 0 && overlap < tile,
          "tiles need a positive image, a positive tile and an overlap below the tile", {},
          Code::BadOption);
  std::vector<TileRect> tiles;
  const int w = width < tile ? width : tile, h = height < tile ? height : tile;
  for (const int y : starts(height, tile, overlap))
    for (const int x : starts(width, tile, overlap)) tiles.push_back({x, y, w, h});
  return tiles;
}

}  // namespace assay
