// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/shape_area.h"

#include <cmath>

#include "core/imaging/shape_raster.h"

namespace assay {
namespace {

constexpr double largestArea = 1 << 26;    // pixels; beyond it the surrounding box must do
constexpr double largestCover = 1 << 22;   // twice as many took 50 ms (AMD EPYC), which is all that a window may wait; larger shapes are seen coarser

Shape moved(Shape shape, double dx, double dy) {
  if (auto* mask = std::get_if<Mask>(&shape)) mask->x += int(dx), mask->y += int(dy);
  if (auto* turned = std::get_if<RotatedBox>(&shape)) turned->centre = {turned->centre.x + dx, turned->centre.y + dy};
  if (auto* polygon = std::get_if<Polygon>(&shape))
    for (Point& p : polygon->points) p = {p.x + dx, p.y + dy};
  return shape;
}

}  // namespace

ShapeArea shapeArea(const Shape& shape, const QColor& colour) {
  if (std::holds_alternative<Box>(shape)) return {};
  const Box box = boundingBox(shape);
  const double left = std::floor(box.x1), top = std::floor(box.y1), width = std::ceil(box.x2) - left, height = std::ceil(box.y2) - top;
  if (width < 1 || height < 1 || width * height > largestArea) return {};
  const int shrink = int(std::ceil(std::sqrt(width * height / largestCover)));
  Image pixels(int(std::ceil(width / shrink)), int(std::ceil(height / shrink)), 1);
  fillShrunkShape(pixels, moved(shape, -left, -top), 255, shrink);
  QImage cover(pixels.width(), pixels.height(), QImage::Format_ARGB32_Premultiplied);
  const QRgb tint = colour.rgba();
  for (int y = 0; y < pixels.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(cover.scanLine(y));
    for (int x = 0; x < pixels.width(); ++x) line[x] = pixels.row(y)[x] != 0 ? tint : 0;
  }
  return {QRectF(left, top, pixels.width() * shrink, pixels.height() * shrink), cover};
}

}  // namespace assay
