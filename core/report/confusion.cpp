// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/report/detection_metrics.h"

namespace assay {

namespace {

/// Row or column of a class; n (background or missed) for a name that is no class.
std::size_t indexOf(const std::vector<std::string>& classes, const std::string& name) {
  return static_cast<std::size_t>(std::find(classes.begin(), classes.end(), name) - classes.begin());
}

}  // namespace

ConfusionMatrix confusionMatrix(const DetectionResult& result, double iou, double threshold) {
  const std::size_t n = result.classes.size();
  ConfusionMatrix matrix{result.classes, std::vector(n + 1, std::vector<int64_t>(n + 1, 0)),
                         std::vector(n + 1, std::vector<std::vector<int>>(n + 1))};
  const auto count = [&](std::size_t row, std::size_t column, int image) {
    ++matrix.counts[row][column];
    std::vector<int>& images = matrix.images[row][column];
    if (images.empty() || images.back() != image) images.push_back(image);
  };
  for (std::size_t i = 0; i < result.images.size(); ++i) {
    const ImageResult& image = result.images[i];
    const int number = static_cast<int>(i);
    const ImageMatch match = matchImage(image, iou, threshold, ClassRule::AnyClass);
    for (const auto& [truth, detection] : match.matched)
      count(indexOf(result.classes, image.truths[std::size_t(truth)].className),
            indexOf(result.classes, image.detections[std::size_t(detection)].className), number);
    for (const int truth : match.missed) count(indexOf(result.classes, image.truths[std::size_t(truth)].className), n, number);
    for (const int box : match.falseBoxes) count(n, indexOf(result.classes, image.detections[std::size_t(box)].className), number);
  }
  return matrix;
}

}  // namespace assay
