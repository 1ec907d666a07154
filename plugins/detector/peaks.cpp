// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/peaks.h"

#include <cmath>

namespace assay::detector {

namespace {

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

}  // namespace

std::vector<ScoredBox> decodePeaks(const float* map, int classes, int width, int height, int stride,
                                   const PeakOptions& options) {
  const std::size_t plane = std::size_t(width) * std::size_t(height);
  const double floor = std::clamp(options.floor, 1e-6, 1 - 1e-6);
  std::vector<Peak> peaks = findPeaks(map, width, height, float(std::log(floor / (1 - floor))));
  std::stable_sort(peaks.begin(), peaks.end(), [](const Peak& a, const Peak& b) { return a.logit > b.logit; });
  if (peaks.size() > std::size_t(options.maximum)) peaks.resize(std::size_t(options.maximum));
  std::vector<ScoredBox> boxes;
  for (const Peak& peak : peaks) {
    const float* cell = map + std::size_t(peak.y) * std::size_t(width) + std::size_t(peak.x);
    const auto value = [&](int channel) { return cell[std::size_t(channel) * plane]; };
    int best = 0;
    for (int c = 1; c < classes; ++c)
      if (value(1 + c) > value(1 + best)) best = c;
    double sum = 0;
    std::vector<float> probabilities;
    for (int c = 0; c < classes; ++c) {
      probabilities.push_back(std::exp(value(1 + c) - value(1 + best)));
      sum += double(probabilities.back());
    }
    for (float& p : probabilities) p = float(p / sum);
    double side[4];
    for (int k = 0; k < 4; ++k)
      side[k] = 2.0 * stride * std::exp(std::clamp(value(1 + classes + k), minimumLogDistance, maximumLogDistance));
    const double x = (peak.x + 0.5) * stride, y = (peak.y + 0.5) * stride;
    const double objectness = 1 / (1 + std::exp(-double(peak.logit)));
    boxes.push_back({{x - side[0], y - side[1], x + side[2], y + side[3]}, best, float(objectness / sum),
                     float(objectness), std::move(probabilities)});
  }
  return boxes;
}

}  // namespace assay::detector
