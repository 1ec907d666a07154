// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/view_disagreement.h"

#include <algorithm>
#include <cmath>
#include <cstring>


namespace assay::detector {

namespace {

constexpr double faintest = 0.05, sameIou = 0.33;

std::vector<Detection> clearOnes(std::vector<Detection> boxes) {
  std::erase_if(boxes, [](const Detection& d) { return d.score < faintest; });
  std::stable_sort(boxes.begin(), boxes.end(), [](const Detection& a, const Detection& b) { return a.score > b.score; });
  return boxes;
}

}  // namespace

double viewDisagreement(const std::vector<Detection>& a, const std::vector<Detection>& b) {
  double sum = 0;
  std::vector<Detection> free = clearOnes(b);
  for (const Detection& box : clearOnes(a)) {
    const auto partner = std::max_element(free.begin(), free.end(), [&](const Detection& x, const Detection& y) { return intersectionOverUnion(x.box, box.box) < intersectionOverUnion(y.box, box.box); });
    if (partner == free.end() || intersectionOverUnion(partner->box, box.box) <= sameIou) {
      sum += box.score;
      continue;
    }
    sum += std::abs(partner->score - box.score);
    free.erase(partner);
  }
  for (const Detection& box : free) sum += box.score;
  return sum;
}

std::vector<Detection> mirroredBack(std::vector<Detection> boxes, double width) {
  for (Detection& d : boxes) d.box = {width - d.box.x2, d.box.y1, width - d.box.x1, d.box.y2};
  return boxes;
}

Image mirrored(const Image& image) {
  Image out(image.width(), image.height(), image.channels());
  const std::size_t channels = std::size_t(image.channels());
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      std::memcpy(out.row(y) + std::size_t(x) * channels, image.row(y) + std::size_t(image.width() - 1 - x) * channels, channels);
  return out;
}

}  // namespace assay::detector
