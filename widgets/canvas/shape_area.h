// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>

#include "core/labels/shape.h"

namespace assay {

/// What a mask, a polygon or a turned box covers, as a picture that lies over it.
struct ShapeArea {
  QRectF place;    ///< in pixels of the image, whole ones
  QImage cover;    ///< one pixel of it over one of the image (or, of a large shape, over a square of some), in its colour where the shape is; null for a box, which covers what it surrounds
  bool operator==(const ShapeArea&) const = default;
};

ShapeArea shapeArea(const Shape& shape, const QColor& colour);

}  // namespace assay
