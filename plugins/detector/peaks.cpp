// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/peaks.h"

#include <cmath>

namespace assay::detector {

namespace {

constexpr double leastAgreement = 0.55;  // overlap of two cells' boxes that mean one defect

struct Peak {
  int x, y;
  float logit;
};

std::vector<Peak> findPeaks(const float* logits, int width, int height, float floor) {
  std::vector<Peak> peaks;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float v = logits[y * width + x];
      if (v < floor || std::isnan(v)) continue;
      bool isLargest = true;
      for (int ny = std::max(y - 1, 0); ny <= std::min(y + 1, height - 1) && isLargest; ++ny)
        for (int nx = std::max(x - 1, 0); nx <= std::min(x + 1, width - 1); ++nx)
          if (logits[ny * width + nx] > v) isLargest = false;
      if (isLargest) peaks.push_back({x, y, v});
    }
  return peaks;
}

double sigmoid(double logit) { return 1 / (1 + std::exp(-logit)); }

/// [1 + classes + 4][height][width].
struct OutputMap {
  const float* values;
  int classes, width, height, stride;

  float value(int channel, int x, int y) const {
    return values[(std::size_t(channel) * std::size_t(height) + std::size_t(y)) * std::size_t(width) + std::size_t(x)];
  }
  Box boxAt(int x, int y) const {
    double side[4];
    for (int k = 0; k < 4; ++k) side[k] = 2.0 * stride * std::exp(std::clamp(value(1 + classes + k, x, y), minimumLogDistance, maximumLogDistance));
    const double centreX = (x + 0.5) * stride, centreY = (y + 0.5) * stride;
    return {centreX - side[0], centreY - side[1], centreX + side[2], centreY + side[3]};
  }
  /// Probabilities of the classes; the score is the best one's.
  ScoredBox classAt(int x, int y) const {
    ScoredBox box;
    for (int c = 1; c < classes; ++c)
      if (value(1 + c, x, y) > value(1 + box.classIndex, x, y)) box.classIndex = c;
    double sum = 0;
    for (int c = 0; c < classes; ++c) {
      box.probabilities.push_back(std::exp(value(1 + c, x, y) - value(1 + box.classIndex, x, y)));
      sum += double(box.probabilities.back());
    }
    for (float& p : box.probabilities) p = float(p / sum);
    box.score = float(1 / sum);
    return box;
  }
  /// The cells beside a centre learned the same box: what those of them say that mean it, each as loudly as it is sure.
  Box votedBox(const Peak& peak) const {
    const Box own = boxAt(peak.x, peak.y);
    double weight = sigmoid(peak.logit);
    double sides[4] = {weight * own.x1, weight * own.y1, weight * own.x2, weight * own.y2};
    for (int y = std::max(peak.y - 1, 0); y <= std::min(peak.y + 1, height - 1); ++y)
      for (int x = std::max(peak.x - 1, 0); x <= std::min(peak.x + 1, width - 1); ++x) {
        const double centreX = (x + 0.5) * stride, centreY = (y + 0.5) * stride;
        const bool isInside = centreX > own.x1 && centreX < own.x2 && centreY > own.y1 && centreY < own.y2;
        if ((x == peak.x && y == peak.y) || !isInside || std::isnan(value(0, x, y))) continue;
        const Box other = boxAt(x, y);
        if (intersectionOverUnion(own, other) < leastAgreement) continue;
        const double w = sigmoid(value(0, x, y));
        weight += w;
        sides[0] += w * other.x1, sides[1] += w * other.y1, sides[2] += w * other.x2, sides[3] += w * other.y2;
      }
    return {sides[0] / weight, sides[1] / weight, sides[2] / weight, sides[3] / weight};
  }
};

}  // namespace

std::vector<ScoredBox> decodePeaks(const float* map, int classes, int width, int height, int stride,
                                   const PeakOptions& options) {
  const OutputMap output{map, classes, width, height, stride};
  const double floor = std::clamp(options.floor, 1e-6, 1 - 1e-6);
  std::vector<Peak> peaks = findPeaks(map, width, height, float(std::log(floor / (1 - floor))));
  std::stable_sort(peaks.begin(), peaks.end(), [](const Peak& a, const Peak& b) { return a.logit > b.logit; });
  if (peaks.size() > std::size_t(options.maximum)) peaks.resize(std::size_t(options.maximum));
  std::vector<ScoredBox> boxes;
  for (const Peak& peak : peaks) {
    ScoredBox box = output.classAt(peak.x, peak.y);
    box.objectness = float(sigmoid(peak.logit));
    box.score *= box.objectness;
    box.box = options.votes ? output.votedBox(peak) : output.boxAt(peak.x, peak.y);
    boxes.push_back(std::move(box));
  }
  return boxes;
}

}  // namespace assay::detector
