// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/tile_merge.h"

#include "plugins/detector/suppression.h"

namespace assay::detector {

namespace {

bool belongsTo(const TileRect& tile, Point centre, int width, int height, double margin) {
  const bool left = tile.x == 0 || centre.x >= tile.x + margin;
  const bool top = tile.y == 0 || centre.y >= tile.y + margin;
  const bool right = tile.x + tile.width >= width || centre.x <= tile.x + tile.width - margin;
  const bool bottom = tile.y + tile.height >= height || centre.y <= tile.y + tile.height - margin;
  return left && top && right && bottom;
}

}  // namespace

std::vector<ScoredBox> mergeTiles(std::span<const TileRect> tiles, std::span<const std::vector<ScoredBox>> boxes,
                                  int width, int height, int overlap, double nmsIou) {
  std::vector<ScoredBox> all;
  for (std::size_t t = 0; t < tiles.size(); ++t)
    for (ScoredBox found : boxes[t]) {
      found.box = shifted(found.box, tiles[t].x, tiles[t].y);
      if (found.mask) found.mask->x += tiles[t].x, found.mask->y += tiles[t].y;
      if (!belongsTo(tiles[t], centreOf(found.box), width, height, overlap / 2.0)) continue;
      found.box = {std::max(found.box.x1, 0.0), std::max(found.box.y1, 0.0), std::min(found.box.x2, double(width)),
                   std::min(found.box.y2, double(height))};
      if (found.box.area() > 0) all.push_back(found);
    }
  return suppressOverlaps(std::move(all), nmsIou);
}

}  // namespace assay::detector
