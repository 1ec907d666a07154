// SPDX-License-Identifier: Apache-2.0
// Shapes of labels in pixel coordinates: x to the right, y down, (0, 0) the upper left corner of
// the upper left pixel. A box that covers exactly that pixel is {0, 0, 1, 1}.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "core/base/export.h"
#include "core/base/json.h"

namespace assay {

struct Point {
  double x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

/// Axis-aligned; x1 < x2 and y1 < y2 in a valid box.
struct Box {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  double width() const { return x2 - x1; }
  double height() const { return y2 - y1; }
  double area() const { return width() > 0 && height() > 0 ? width() * height() : 0.0; }
  bool operator==(const Box&) const = default;
};

/// Centre, size, and anticlockwise angle in radians.
struct RotatedBox {
  Point centre;
  double width = 0, height = 0, angle = 0;
  bool operator==(const RotatedBox&) const = default;
};

/// At least three points; closed by itself.
struct Polygon {
  std::vector<Point> points;
  bool operator==(const Polygon&) const = default;
};

/// Run lengths over the rows of a box: runs alternate background, foreground, starting with background.
struct Mask {
  int x = 0, y = 0, width = 0, height = 0;
  std::vector<uint32_t> runs;
  bool operator==(const Mask&) const = default;
};

using Shape = std::variant<Box, RotatedBox, Polygon, Mask>;

/// The smallest axis-aligned box around any shape.
ASSAY_CORE_API Box boundingBox(const Shape& shape);

/// Intersection over union; 0 when either has no area.
ASSAY_CORE_API double intersectionOverUnion(const Box& a, const Box& b);

/// {"box":[x1,y1,x2,y2]} · {"rotated":[cx,cy,w,h,angle]} · {"polygon":[x,y,...]} · {"mask":{...}}
ASSAY_CORE_API Json shapeToJson(const Shape& shape);
/// Throws Error{BadInput} for an unknown kind, a wrong count of numbers, or a number that is not finite.
ASSAY_CORE_API Shape shapeFromJson(const Json& json, const std::string& where);

}  // namespace assay
