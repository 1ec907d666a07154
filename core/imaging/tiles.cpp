// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/tiles.h"

#include "core/base/error.h"

namespace assay {

namespace {

struct Span {
  int start, length;
};

/// Equally spread as far as their starts are multiples of `grid`; neighbours overlap by `overlap` or more.
std::vector<Span> spans(int length, int tile, int overlap, int grid) {
  if (length < tile + grid) return {{0, length}};
  const int step = (tile - overlap) / grid * grid;
  const int count = (length - tile + step - 1) / step + 1;
  std::vector<Span> out;
  for (int i = 0; i < count; ++i) {
    const int start = int(int64_t(length - tile) * i / (count - 1)) / grid * grid;
    if (!out.empty() && out.back().start == start) out.pop_back();   // the last one reaches further
    out.push_back({start, i == count - 1 ? length - start : tile});
  }
  return out;
}

}  // namespace

std::vector<TileRect> tileGrid(int width, int height, int tile, int overlap, int grid) {
  require(width > 0 && height > 0 && tile > 0 && overlap >= 0 && grid > 0 && overlap + grid <= tile,
          "tiles need a positive image, a positive tile and an overlap that is smaller by their grid or more", {},
          Code::BadOption);
  std::vector<TileRect> tiles;
  for (const Span& y : spans(height, tile, overlap, grid))
    for (const Span& x : spans(width, tile, overlap, grid)) tiles.push_back({x.start, y.start, x.length, y.length});
  return tiles;
}

}  // namespace assay
