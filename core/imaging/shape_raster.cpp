// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/shape_raster.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/imaging/canvas.h"

namespace assay {

namespace {

/// Calls `visit(x, y, length)` for each piece of foreground that lies in one row, in pixels of the picture.
template <class Visit>
void forForeground(const Mask& mask, Visit visit) {
  int64_t at = 0;
  bool isForeground = false;
  for (const uint32_t run : mask.runs) {
    for (int64_t left = isForeground ? int64_t(run) : 0, from = at; left > 0;) {
      const int64_t column = from % mask.width, length = std::min<int64_t>(left, mask.width - column);
      visit(mask.x + int(column), mask.y + int(from / mask.width), int(length));
      from += length;
      left -= length;
    }
    at += run;
    isForeground = !isForeground;
  }
}

/// Runs of the pixels for which `isSet(x, y)`, row by row over a rectangle.
template <class IsSet>
Mask maskWhere(int x, int y, int width, int height, IsSet isSet) {
  Mask mask{x, y, width, height, {0}};
  bool isForeground = false;
  for (int row = y; row < y + height; ++row)
    for (int column = x; column < x + width; ++column) {
      if (isSet(column, row) != isForeground) {
        isForeground = !isForeground;
        mask.runs.push_back(0);
      }
      ++mask.runs.back();
    }
  return mask;
}

std::vector<Point> cornersOf(const RotatedBox& box) {
  const double c = std::cos(box.angle), s = std::sin(box.angle);
  std::vector<Point> corners;
  for (const auto& [across, along] : {std::pair{-.5, -.5}, {.5, -.5}, {.5, .5}, {-.5, .5}}) {
    const double u = across * box.width, v = along * box.height;
    corners.push_back({box.centre.x + u * c + v * s, box.centre.y - u * s + v * c});   // anticlockwise where y points down
  }
  return corners;
}

std::vector<Point> shrunk(std::vector<Point> points, int shrink) {
  for (Point& p : points) p = {p.x / shrink, p.y / shrink};
  return points;
}

void fill(Image& image, const Box& box, uint8_t value, int shrink) { fillRect(image, {box.x1 / shrink, box.y1 / shrink, box.x2 / shrink, box.y2 / shrink}, value); }
void fill(Image& image, const RotatedBox& box, uint8_t value, int shrink) { fillPolygon(image, shrunk(cornersOf(box), shrink), value); }
void fill(Image& image, const Polygon& polygon, uint8_t value, int shrink) { fillPolygon(image, shrunk(polygon.points, shrink), value); }
void fill(Image& image, const Mask& mask, uint8_t value, int shrink) {
  forForeground(mask, [&](int x, int y, int length) {
    if (y < 0 || y / shrink >= image.height() || x + length <= 0) return;
    const int from = std::max(x, 0) / shrink, to = std::min((x + length - 1) / shrink + 1, image.width());
    if (to > from) std::memset(image.row(y / shrink) + from, value, std::size_t(to - from));
  });
}

}  // namespace

void fillShape(Image& image, const Shape& shape, uint8_t value) { fillShrunkShape(image, shape, value, 1); }

void fillShrunkShape(Image& image, const Shape& shape, uint8_t value, int shrink) {
  require(shrink >= 1, "a shape is not drawn larger than it is", {}, Code::Internal);
  std::visit([&](const auto& held) { fill(image, held, value, shrink); }, shape);
}

std::optional<Mask> maskOf(const Image& picture, int x, int y) {
  require(picture.channels() == 1 && picture.bitDepth() == 8, "a mask is made from 8-bit grey", {}, Code::Internal);
  int left = picture.width(), right = 0, top = picture.height(), bottom = 0;
  for (int row = 0; row < picture.height(); ++row) {
    const uint8_t* from = picture.row(row);
    const uint8_t* to = from + picture.width();
    const uint8_t* first = std::find_if(from, to, [](uint8_t v) { return v != 0; });
    if (first == to) continue;
    top = std::min(top, row);
    bottom = row + 1;
    left = std::min(left, int(first - from));
    while (to > from && to[-1] == 0) --to;
    right = std::max(right, int(to - from));
  }
  if (bottom == 0) return std::nullopt;
  Mask mask = maskWhere(left, top, right - left, bottom - top, [&](int column, int row) { return picture.row(row)[column] != 0; });
  mask.x += x;
  mask.y += y;
  return mask;
}

Mask maskOfComponent(const Labelling& labelling, std::size_t component, int pictureWidth) {
  const Component& c = labelling.components[component];
  return maskWhere(c.x, c.y, c.width, c.height, [&](int x, int y) {
    return labelling.labels[std::size_t(y) * std::size_t(pictureWidth) + std::size_t(x)] == int(component) + 1;
  });
}

int64_t areaOf(const Mask& mask) {
  int64_t area = 0;
  for (std::size_t i = 1; i < mask.runs.size(); i += 2) area += mask.runs[i];
  return area;
}

std::optional<Mask> clipped(const Mask& mask, int width, int height) {
  const int left = std::max(mask.x, 0), top = std::max(mask.y, 0);
  const int right = std::min(mask.x + mask.width, width), bottom = std::min(mask.y + mask.height, height);
  if (left >= right || top >= bottom) return std::nullopt;
  Image seen(right - left, bottom - top, 1);
  Mask moved = mask;
  moved.x -= left;
  moved.y -= top;
  fill(seen, moved, 255, 1);
  return maskOf(seen, left, top);
}

}  // namespace assay
