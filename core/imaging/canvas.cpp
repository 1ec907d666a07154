// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/canvas.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace assay {

namespace {

constexpr int64_t unit = 16;   ///< sub-positions of a pixel

int64_t fixed(double v) {
  return int64_t(std::floor(std::clamp(v, -1e6, 1e6) * double(unit) + 0.5));
}
/// The centre of pixel i.
int64_t centreOf(int i) { return int64_t(i) * unit + unit / 2; }
/// The first pixel whose centre is at or after v, within [0, limit].
int firstPixel(int64_t v, int limit) {
  const int64_t shifted = v - unit / 2 + unit - 1;
  return int(std::clamp<int64_t>(shifted >= 0 ? shifted / unit : -((-shifted + unit - 1) / unit), 0,
                                 limit));
}

struct IntPoint { int64_t x, y; };
__extension__ using Wide = __int128;

void setSpan(Image& image, int y, int from, int to, uint8_t value) {
  if (to > from) std::memset(image.row(y) + from, value, std::size_t(to - from));
}

void requireGrey(const Image& image) {
  require(image.channels() == 1 && image.bitDepth() == 8, "drawing works on 8-bit grey", {},
          Code::Internal);
}

/// Sets every pixel of the box around two points, grown by `reach`, whose centre `isInside`.
template <class Inside>
void fillWhere(Image& image, IntPoint a, IntPoint b, int64_t reach, uint8_t value,
               Inside isInside) {
  const int top = firstPixel(std::min(a.y, b.y) - reach, image.height()),
            bottom = firstPixel(std::max(a.y, b.y) + reach + 1, image.height());
  const int left = firstPixel(std::min(a.x, b.x) - reach, image.width()),
            right = firstPixel(std::max(a.x, b.x) + reach + 1, image.width());
  for (int y = top; y < bottom; ++y) {
    // The shapes are convex, so a row holds one span.
    int from = left;
    while (from < right && !isInside(centreOf(from), centreOf(y))) ++from;
    int to = from;
    while (to < right && isInside(centreOf(to), centreOf(y))) ++to;
    setSpan(image, y, from, to, value);
  }
}

}  // namespace

void fillPolygon(Image& image, const std::vector<Point>& corners, uint8_t value) {
  requireGrey(image);
  if (corners.size() < 3) return;
  std::vector<IntPoint> points;
  for (const Point& p : corners) points.push_back({fixed(p.x), fixed(p.y)});
  std::vector<int64_t> crossings;
  for (int y = 0; y < image.height(); ++y) {
    const int64_t level = centreOf(y);
    crossings.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
      IntPoint a = points[i], b = points[(i + 1) % points.size()];
      if (a.y > b.y) std::swap(a, b);
      // Half open, so that a corner on the level counts once.
      if (a.y <= level && level < b.y)
        crossings.push_back(a.x + (level - a.y) * (b.x - a.x) / (b.y - a.y));
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
      setSpan(image, y, firstPixel(crossings[i], image.width()),
              firstPixel(crossings[i + 1], image.width()), value);
  }
}

void fillRect(Image& image, const Box& box, uint8_t value) {
  requireGrey(image);
  const int left = firstPixel(fixed(box.x1), image.width()),
            right = firstPixel(fixed(box.x2), image.width());
  const int top = firstPixel(fixed(box.y1), image.height()),
            bottom = firstPixel(fixed(box.y2), image.height());
  for (int y = top; y < bottom; ++y) setSpan(image, y, left, right, value);
}

void fillDisc(Image& image, Point centre, double radius, uint8_t value) {
  requireGrey(image);
  const IntPoint c{fixed(centre.x), fixed(centre.y)};
  const int64_t reach = fixed(radius);
  fillWhere(image, c, c, reach, value, [&](int64_t x, int64_t y) {
    return (x - c.x) * (x - c.x) + (y - c.y) * (y - c.y) <= reach * reach;
  });
}

void thickLine(Image& image, Point from, Point to, double width, uint8_t value) {
  requireGrey(image);
  const IntPoint a{fixed(from.x), fixed(from.y)}, b{fixed(to.x), fixed(to.y)};
  const int64_t reach = fixed(width / 2), dx = b.x - a.x, dy = b.y - a.y,
                length2 = dx * dx + dy * dy;
  fillWhere(image, a, b, reach, value, [&](int64_t x, int64_t y) {
    const int64_t px = x - a.x, py = y - a.y, along = px * dx + py * dy;
    if (along <= 0 || length2 == 0) return px * px + py * py <= reach * reach;
    if (along >= length2) return (x - b.x) * (x - b.x) + (y - b.y) * (y - b.y) <= reach * reach;
    const Wide across = Wide(px) * dy - __int128(py) * dx;   // its square is distance^2 * length^2
    return across * across <= Wide(reach * reach) * length2;
  });
}

}  // namespace assay
