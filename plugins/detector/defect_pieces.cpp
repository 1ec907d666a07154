// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/defect_pieces.h"

#include <cmath>
#include <cstdlib>

#include "core/imaging/components.h"
#include "core/imaging/transform.h"

namespace assay::detector {

namespace {

constexpr int visibleDifference = 100;     // of 255: half the contrast of a clean image
constexpr int toleranceRadius = 2;
constexpr int64_t smallestDistractor = 4;  // px

int signedDifference(const Image& a, const Image& b, std::size_t i) { return int(a.data()[i]) - int(b.data()[i]); }

/// Pixels that differ, in pieces that also differ beyond a displaced edge.
Image changedPixels(const Image& test, const Image& reference) {
  const Image tolerant = tolerantDifference(test, reference);
  Image plain(test.width(), test.height(), 1);
  for (std::size_t i = 0; i < plain.byteCount(); ++i)
    plain.data()[i] = std::abs(signedDifference(test, reference, i)) > visibleDifference ? 255 : 0;
  const Labelling pieces = connectedComponents(plain, Connectivity::Eight);
  std::vector<int64_t> evidence(pieces.components.size() + 1);
  for (std::size_t i = 0; i < plain.byteCount(); ++i)
    if (tolerant.data()[i] > visibleDifference) ++evidence[std::size_t(pieces.labels[i])];
  evidence[0] = 0;
  const auto best = std::max_element(evidence.begin(), evidence.end());
  const int keep = *best > 0 ? int(best - evidence.begin()) : -1;
  for (std::size_t i = 0; i < plain.byteCount(); ++i) plain.data()[i] = pieces.labels[i] == keep ? 255 : 0;
  return plain;
}

/// Smallest rectangle around the pixels that are not 0; none gives width 0.
struct Extent {
  int x = 0, y = 0, width = 0, height = 0;
};

Extent extentOf(const Image& mask) {
  int x1 = mask.width(), y1 = mask.height(), x2 = -1, y2 = -1;
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x)
      if (mask.row(y)[x]) {
        x1 = std::min(x1, x), x2 = std::max(x2, x);
        y1 = std::min(y1, y), y2 = std::max(y2, y);
      }
  return x2 < 0 ? Extent{} : Extent{x1, y1, x2 - x1 + 1, y2 - y1 + 1};
}

}  // namespace

Image tolerantDifference(const Image& test, const Image& reference) {
  const Image high = dilate(reference, toleranceRadius), low = erode(reference, toleranceRadius);
  Image out(test.width(), test.height(), 1);
  for (std::size_t i = 0; i < out.byteCount(); ++i)
    out.data()[i] = uint8_t(std::max({0, signedDifference(test, high, i), signedDifference(low, test, i)}));
  return out;
}

DefectPiece cutPiece(const Truth& truth, const PlaneView& testPlane, const PlaneView& referencePlane) {
  DefectPiece piece;
  piece.classIndex = truth.classIndex;
  const int x = std::max(int(std::floor(truth.box.x1)), 0), y = std::max(int(std::floor(truth.box.y1)), 0);
  const int width = int(std::ceil(truth.box.x2)) - x, height = int(std::ceil(truth.box.y2)) - y;
  if (width < 3 || height < 3 || x >= testPlane.width || y >= testPlane.height) return piece;
  const Image test = cutOut(testPlane, x, y, width, height), reference = cutOut(referencePlane, x, y, width, height);
  const Image mask = changedPixels(test, reference);
  const Extent e = extentOf(mask);
  if (e.width < 2 || e.height < 2) return piece;
  piece.mask = crop(mask, e.x, e.y, e.width, e.height);
  piece.difference = Image(e.width, e.height, 1);
  int64_t sign = 0;
  for (int row = 0; row < e.height; ++row)
    for (int column = 0; column < e.width; ++column) {
      const int d = int(test.row(e.y + row)[e.x + column]) - int(reference.row(e.y + row)[e.x + column]);
      piece.difference.row(row)[column] = uint8_t(std::clamp(128 + d / 2, 0, 255));
      if (piece.mask.row(row)[column]) sign += d;
    }
  piece.adds = sign > 0;
  piece.margins = {x + e.x - truth.box.x1, y + e.y - truth.box.y1, truth.box.x2 - (x + e.x + e.width),
                   truth.box.y2 - (y + e.y + e.height)};
  return piece;
}

Margins typicalMargins(const std::vector<DefectPiece>& pieces) {
  Margins margins;
  for (std::size_t side = 0; side < 4; ++side) {
    std::vector<double> values;
    for (const DefectPiece& piece : pieces)
      if (!piece.mask.empty()) values.push_back(std::max(piece.margins[side], 0.0));
    if (values.empty()) values.push_back(10);
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    margins[side] = values[values.size() / 2];
  }
  return margins;
}

std::vector<Box> differenceBoxes(const PlaneView& testPlane, const PlaneView& referencePlane) {
  const Image test = cutOut(testPlane, 0, 0, testPlane.width, testPlane.height);
  Image strong = tolerantDifference(test, cutOut(referencePlane, 0, 0, testPlane.width, testPlane.height));
  for (std::size_t i = 0; i < strong.byteCount(); ++i) strong.data()[i] = strong.data()[i] > visibleDifference ? 255 : 0;
  std::vector<Box> boxes;
  for (const Component& c : connectedComponents(strong, Connectivity::Eight).components)
    if (c.area >= smallestDistractor) boxes.push_back({double(c.x), double(c.y), double(c.x + c.width), double(c.y + c.height)});
  return boxes;
}

std::vector<Truth> unclearDifferences(const PlaneView& test, const PlaneView& reference) {
  const Margins space = typicalMargins({});
  std::vector<Truth> unclear;
  for (const Box& box : differenceBoxes(test, reference))
    unclear.push_back({unknownClass, {box.x1 - space[0], box.y1 - space[1], box.x2 + space[2], box.y2 + space[3]}});
  return unclear;
}

std::vector<Point> distractorPoints(const PlaneView& test, const PlaneView& reference, const std::vector<Truth>& truths) {
  std::vector<Point> points;
  for (const Box& box : differenceBoxes(test, reference))
    if (std::none_of(truths.begin(), truths.end(), [&](const Truth& t) { return overlapArea(t.box, box) > 0; })) points.push_back(centreOf(box));
  return points;
}

}  // namespace assay::detector
