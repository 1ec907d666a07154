// SPDX-License-Identifier: Apache-2.0
#include "core/formats/coco_mask.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/error.h"
#include "core/imaging/shape_raster.h"

namespace assay {

namespace {

constexpr int64_t largestSide = 1 << 16, largestArea = int64_t(1) << 28;   // pixels: what a label file may make us hold

constexpr const char* badText = "the packed run lengths are damaged";

/// Five bits a character from '0', least first, bit 5 says that more follow; from the fourth number on each is the difference to the one before the last.
std::vector<int64_t> unpacked(const std::string& text, const std::string& where) {
  std::vector<int64_t> counts;
  for (std::size_t at = 0; at < text.size();) {
    int64_t value = 0;
    int shift = 0;
    for (bool goesOn = true; goesOn; shift += 5) {
      require(at < text.size() && shift <= 35, badText, where);
      const int bits = text[at++] - '0';
      require(bits >= 0 && bits < 64, badText, where);
      value |= int64_t(bits & 31) << shift;
      goesOn = (bits & 32) != 0;
      if (!goesOn && (bits & 16) != 0) value |= -(int64_t(1) << (shift + 5));
    }
    if (counts.size() > 2) value += counts[counts.size() - 2];
    counts.push_back(value);
  }
  return counts;
}

std::vector<int64_t> countsOf(const Json& json, const std::string& where) {
  if (json.is_string()) return unpacked(json.get<std::string>(), where);
  require(json.is_array(), "mask `counts` must be a list or a text", where);
  std::vector<int64_t> counts;
  for (const Json& count : json) {
    require(count.is_number_integer(), "mask `counts` must hold whole numbers", where);
    counts.push_back(count.get<int64_t>());
  }
  return counts;
}

Image pictureOf(int64_t width, int64_t height, const std::string& where) {
  require(width > 0 && height > 0 && width <= largestSide && height <= largestSide && width * height <= largestArea, "the mask's size is out of range", where);
  return Image(int(width), int(height), 1);
}

}  // namespace

std::optional<Mask> maskOfRunLengths(const Json& segmentation, const std::string& where) {
  const Json size = member<Json>(segmentation, "size", where);
  require(size.is_array() && size.size() == 2 && size[0].is_number_integer() && size[1].is_number_integer(), "mask `size` must be two whole numbers: height, width",
          where);
  Image picture = pictureOf(size[1].get<int64_t>(), size[0].get<int64_t>(), where);
  const int64_t height = picture.height(), area = height * picture.width();
  int64_t at = 0;
  bool isForeground = false;
  for (const int64_t count : countsOf(member<Json>(segmentation, "counts", where), where)) {
    require(count >= 0 && count <= area - at, "mask `counts` do not fit its `size`", where);
    for (int64_t i = at; isForeground && i < at + count; ++i) picture.row(int(i % height))[i / height] = 255;
    at += count;
    isForeground = !isForeground;
  }
  require(at == area, "mask `counts` do not fit its `size`", where);
  return maskOf(picture);
}

Json runLengthsOf(const Mask& mask, int width, int height) {
  Image picture(width, height, 1);
  fillShape(picture, mask, 255);
  std::vector<int64_t> counts{0};
  bool isForeground = false;
  for (int x = 0; x < width; ++x)
    for (int y = 0; y < height; ++y) {
      if ((picture.row(y)[x] != 0) != isForeground) {
        isForeground = !isForeground;
        counts.push_back(0);
      }
      ++counts.back();
    }
  return {{"size", {height, width}}, {"counts", counts}};
}

std::optional<Mask> maskOfPolygons(std::span<const Polygon> parts, const std::string& where) {
  Box around = boundingBox(parts.front());
  for (const Polygon& part : parts) {
    const Box box = boundingBox(part);
    around = {std::min(around.x1, box.x1), std::min(around.y1, box.y1), std::max(around.x2, box.x2), std::max(around.y2, box.y2)};
  }
  const double reach = double(largestSide);
  require(around.x1 >= -reach && around.y1 >= -reach && around.x2 <= reach && around.y2 <= reach, "the polygon is out of range", where);
  const int x = int(std::floor(around.x1)), y = int(std::floor(around.y1));
  Image picture = pictureOf(std::max(1, int(std::ceil(around.x2)) - x), std::max(1, int(std::ceil(around.y2)) - y), where);
  for (Polygon part : parts) {
    for (Point& p : part.points) p = {p.x - x, p.y - y};
    fillShape(picture, part, 255);
  }
  return maskOf(picture, x, y);
}

}  // namespace assay
