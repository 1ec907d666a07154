// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/mask_patch.h"

#include <algorithm>
#include <cmath>

#include "core/imaging/shape_raster.h"
#include "plugins/detector/mask_head.h"

namespace assay::detector {

namespace {

/// Between the four cells around a position in cells; beyond the patch its edge is repeated.
float between(const MaskPatch& patch, double x, double y) {
  x = std::clamp(x, 0.0, patch.columns - 1.0);
  y = std::clamp(y, 0.0, patch.rows - 1.0);
  const int x0 = int(x), y0 = int(y), x1 = std::min(x0 + 1, patch.columns - 1), y1 = std::min(y0 + 1, patch.rows - 1);
  const float fx = float(x - x0), fy = float(y - y0);
  const auto at = [&](int column, int row) { return patch.logits[std::size_t(row * patch.columns + column)]; };
  return (at(x0, y0) * (1 - fx) + at(x1, y0) * fx) * (1 - fy) + (at(x0, y1) * (1 - fx) + at(x1, y1) * fx) * fy;
}

}  // namespace

std::optional<MaskPatch> cutPatch(const float* map, int width, int height, const Box& box) {
  const int x1 = std::max(int(std::floor(box.x1 / maskStride)), 0), x2 = std::min(int(std::ceil(box.x2 / maskStride)), width);
  const int y1 = std::max(int(std::floor(box.y1 / maskStride)), 0), y2 = std::min(int(std::ceil(box.y2 / maskStride)), height);
  if (x1 >= x2 || y1 >= y2) return std::nullopt;
  MaskPatch patch{double(x1 * maskStride), double(y1 * maskStride), x2 - x1, y2 - y1, {}};
  for (int y = y1; y < y2; ++y) patch.logits.insert(patch.logits.end(), map + y * width + x1, map + y * width + x2);
  return patch;
}

std::optional<Mask> maskOf(const MaskPatch& patch, const Box& box, double scale) {
  const int left = int(std::lround(box.x1 * scale)), top = int(std::lround(box.y1 * scale));
  const int width = int(std::lround(box.x2 * scale)) - left, height = int(std::lround(box.y2 * scale)) - top;
  if (width <= 0 || height <= 0) return std::nullopt;
  Image pixels(width, height, 1);
  for (int row = 0; row < height; ++row)
    for (int column = 0; column < width; ++column) {
      const double x = ((left + column + 0.5) / scale - patch.x) / maskStride, y = ((top + row + 0.5) / scale - patch.y) / maskStride;
      const bool isSeen = x >= 0 && y >= 0 && x <= patch.columns && y <= patch.rows;   // a box may reach beyond its tile, what was seen of it does not
      if (isSeen && between(patch, x - 0.5, y - 0.5) > 0) pixels.row(row)[column] = 255;
    }
  return assay::maskOf(pixels, left, top);
}

}  // namespace assay::detector
