// SPDX-License-Identifier: Apache-2.0
#include "core/report/box_matching.h"

#include <algorithm>
#include <numeric>

namespace assay {

namespace {

std::vector<int> byScore(const ImageResult& image) {
  std::vector<int> order(image.detections.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return image.detections[std::size_t(a)].score > image.detections[std::size_t(b)].score;
  });
  return order;
}

/// Index of the free truth that overlaps most, or -1.
int bestTruth(const ImageResult& image, const Detection& detection, double iou, ClassRule rule, const std::vector<char>& taken) {
  int best = -1;
  double bestOverlap = iou;
  for (std::size_t t = 0; t < image.truths.size(); ++t) {
    if (taken[t]) continue;
    if (rule == ClassRule::SameClass && image.truths[t].className != detection.className) continue;
    const double overlap = intersectionOverUnion(image.truths[t].box, detection.box);
    if (overlap > bestOverlap) bestOverlap = overlap, best = static_cast<int>(t);
  }
  return best;
}

}  // namespace

RankedDetections rankDetections(const DetectionResult& result, double iou, ClassRule rule, const std::string& className) {
  RankedDetections all;
  for (std::size_t i = 0; i < result.images.size(); ++i) {
    const ImageResult& image = result.images[i];
    std::vector<char> taken(image.truths.size(), 0);
    for (std::size_t t = 0; t < image.truths.size(); ++t) {
      const bool counts = className.empty() || image.truths[t].className == className;
      all.truths += counts;
      if (!counts && rule == ClassRule::SameClass) taken[t] = 1;
    }
    for (const int d : byScore(image)) {
      const Detection& detection = image.detections[std::size_t(d)];
      if (!className.empty() && detection.className != className) continue;
      const int truth = bestTruth(image, detection, iou, rule, taken);
      if (truth >= 0) taken[std::size_t(truth)] = 1;
      all.ranked.push_back({detection.score, truth >= 0, static_cast<int>(i), d});
    }
  }
  std::stable_sort(all.ranked.begin(), all.ranked.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return all;
}

ImageMatch matchImage(const ImageResult& image, double iou, double threshold, ClassRule rule) {
  ImageMatch match;
  std::vector<char> taken(image.truths.size(), 0);
  for (const int d : byScore(image)) {
    const Detection& detection = image.detections[std::size_t(d)];
    if (detection.score < threshold) break;
    const int truth = bestTruth(image, detection, iou, rule, taken);
    if (truth < 0) {
      match.falseBoxes.push_back(d);
      continue;
    }
    taken[std::size_t(truth)] = 1;
    match.matched.emplace_back(truth, d);
  }
  for (std::size_t t = 0; t < taken.size(); ++t)
    if (!taken[t]) match.missed.push_back(static_cast<int>(t));
  return match;
}

}  // namespace assay
