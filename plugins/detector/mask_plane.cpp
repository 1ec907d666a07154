// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/mask_plane.h"

#include <algorithm>
#include <cmath>

#include "core/imaging/shape_raster.h"
#include "plugins/detector/mask_head.h"

namespace assay::detector {

bool isOutline(const Shape& shape) { return std::holds_alternative<Mask>(shape) || std::holds_alternative<Polygon>(shape); }

Image maskPlane(const Item& item, int width, int height) {
  Image plane(item.width, item.height, 1);
  for (const Annotation& label : item.annotations)   // boxes first: an outline knows better
    if (!isOutline(label.shape)) fillShape(plane, label.shape, unclearPixel);
  for (const Annotation& label : item.annotations)
    if (isOutline(label.shape)) fillShape(plane, label.shape, defectPixel);
  return width == item.width && height == item.height ? plane : resize(plane, width, height, Sampling::Nearest);
}

void writeMaskTarget(const PlaneView& plane, const Affine& m, int size, float* out) {
  const int cells = size / maskStride;
  for (int row = 0; row < cells; ++row)
    for (int column = 0; column < cells; ++column) {
      const double x = (column + 0.5) * maskStride, y = (row + 0.5) * maskStride;
      const int px = std::clamp(int(std::floor(m[0] * x + m[1] * y + m[2])), 0, plane.width - 1);
      const int py = std::clamp(int(std::floor(m[3] * x + m[4] * y + m[5])), 0, plane.height - 1);
      const uint8_t value = plane.row(py)[px];
      out[row * cells + column] = value == defectPixel ? 1.0f : value == cleanPixel ? 0.0f : -1.0f;
    }
}

}  // namespace assay::detector
