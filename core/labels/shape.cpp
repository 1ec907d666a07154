// SPDX-License-Identifier: Apache-2.0
#include "core/labels/shape.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr std::size_t maxPolygonNumbers = 2'000'000;

Box around(const std::vector<Point>& points) {
  if (points.empty()) return {};
  Box box{points[0].x, points[0].y, points[0].x, points[0].y};
  for (const Point& p : points) {
    box.x1 = std::min(box.x1, p.x);
    box.y1 = std::min(box.y1, p.y);
    box.x2 = std::max(box.x2, p.x);
    box.y2 = std::max(box.y2, p.y);
  }
  return box;
}

Box around(const Box& box) { return box; }

Box around(const RotatedBox& box) {
  const double c = std::abs(std::cos(box.angle)), s = std::abs(std::sin(box.angle));
  const double halfWidth = (box.width * c + box.height * s) / 2;
  const double halfHeight = (box.width * s + box.height * c) / 2;
  return {box.centre.x - halfWidth, box.centre.y - halfHeight, box.centre.x + halfWidth, box.centre.y + halfHeight};
}

Box around(const Polygon& polygon) { return around(polygon.points); }

Box around(const Mask& mask) {
  return {double(mask.x), double(mask.y), double(mask.x) + mask.width, double(mask.y) + mask.height};
}

std::vector<double> numbers(const Json& json, const char* kind, std::size_t minimum, std::size_t maximum,
                            const std::string& where) {
  require(json.is_array() && json.size() >= minimum && json.size() <= maximum,
          std::string("a ") + kind + " needs " + std::to_string(minimum) + " numbers", where);
  std::vector<double> values;
  values.reserve(json.size());
  for (const Json& value : json) {
    require(value.is_number() && std::isfinite(value.get<double>()),
            std::string("a ") + kind + " holds something that is not a finite number", where);
    values.push_back(value.get<double>());
  }
  return values;
}

Mask maskFromJson(const Json& json, const std::string& where) {
  const auto extent = [&](const char* key, int64_t low) {
    const int64_t value = member<int64_t>(json, key, where);
    require(value >= low && value <= (1 << 20), std::string("mask `") + key + "` is out of range", where);
    return static_cast<int>(value);
  };
  Mask mask{extent("x", -(1 << 20)), extent("y", -(1 << 20)), extent("width", 1), extent("height", 1), {}};
  const Json runs = member<Json>(json, "runs", where);
  require(runs.is_array(), "mask `runs` must be an array", where);
  uint64_t covered = 0;
  for (const Json& run : runs) {
    require(run.is_number_unsigned() && run.get<uint64_t>() <= std::numeric_limits<uint32_t>::max(),
            "mask `runs` must hold counts", where);
    covered += run.get<uint64_t>();
    mask.runs.push_back(run.get<uint32_t>());
  }
  require(covered == uint64_t(mask.width) * uint64_t(mask.height), "mask `runs` do not add up to its area", where);
  return mask;
}

}  // namespace

Box boundingBox(const Shape& shape) {
  return std::visit([](const auto& held) { return around(held); }, shape);
}

double intersectionOverUnion(const Box& a, const Box& b) {
  const Box common{std::max(a.x1, b.x1), std::max(a.y1, b.y1), std::min(a.x2, b.x2), std::min(a.y2, b.y2)};
  if (a.area() <= 0 || b.area() <= 0) return 0;
  const double shared = common.area();
  return shared / (a.area() + b.area() - shared);
}

Json shapeToJson(const Shape& shape) {
  if (const auto* box = std::get_if<Box>(&shape)) return {{"box", {box->x1, box->y1, box->x2, box->y2}}};
  if (const auto* r = std::get_if<RotatedBox>(&shape))
    return {{"rotated", {r->centre.x, r->centre.y, r->width, r->height, r->angle}}};
  if (const auto* polygon = std::get_if<Polygon>(&shape)) {
    Json flat = Json::array();
    for (const Point& p : polygon->points) flat.push_back(p.x), flat.push_back(p.y);
    return {{"polygon", flat}};
  }
  const auto& mask = std::get<Mask>(shape);
  return {{"mask", {{"x", mask.x}, {"y", mask.y}, {"width", mask.width}, {"height", mask.height}, {"runs", mask.runs}}}};
}

Shape shapeFromJson(const Json& json, const std::string& where) {
  require(json.is_object(), "a shape must be an object", where);
  if (json.contains("box")) {
    const auto v = numbers(json["box"], "box", 4, 4, where);
    return Box{v[0], v[1], v[2], v[3]};
  }
  if (json.contains("rotated")) {
    const auto v = numbers(json["rotated"], "rotated box", 5, 5, where);
    return RotatedBox{{v[0], v[1]}, v[2], v[3], v[4]};
  }
  if (json.contains("polygon")) {
    const auto v = numbers(json["polygon"], "polygon", 6, maxPolygonNumbers, where);
    require(v.size() % 2 == 0, "a polygon needs pairs of numbers", where);
    Polygon polygon;
    for (std::size_t i = 0; i < v.size(); i += 2) polygon.points.push_back({v[i], v[i + 1]});
    return polygon;
  }
  require(json.contains("mask"), "a shape is one of box, rotated, polygon, mask", where);
  return maskFromJson(json["mask"], where);
}

}  // namespace assay
