// SPDX-License-Identifier: Apache-2.0
#include "core/report/threshold_sweep.h"

#include <algorithm>
#include <cstdio>

#include "core/report/confidence.h"

namespace assay {

ThresholdSweep::ThresholdSweep(const DetectionResult& result, double iou, ClassRule rule, const std::string& className)
    : curve_(precisionRecallCurve(result, iou, rule, className)), images_(static_cast<int64_t>(result.images.size())) {
  for (const ImageResult& image : result.images)
    for (const TruthBox& truth : image.truths) truths_ += className.empty() || truth.className == className;
}

CurvePoint ThresholdSweep::at(double threshold) const {
  // The last point whose threshold is still at or above the wanted one takes all of its detections.
  const auto after = std::partition_point(curve_.begin(), curve_.end(), [&](const CurvePoint& p) { return p.threshold >= threshold; });
  CurvePoint point = after == curve_.begin() ? CurvePoint{threshold, 1, 0, 0, truths_, 0} : *(after - 1);
  point.threshold = threshold;
  return point;
}

std::string resultSentence(const CurvePoint& point, int64_t images) {
  const Interval sure = clopperPearson(point.found, point.found + point.missed);
  char text[256];
  std::snprintf(text, sizeof text, "Finds %.1f %% of defects (%.1f\xE2\x80\x93%.1f %%)", 100 * point.recall, 100 * sure.low, 100 * sure.high);
  std::string sentence = text;
  if (point.falseBoxes == 0) return sentence + " with no false box in " + std::to_string(images) + " images.";
  const double between = double(images) / double(point.falseBoxes);
  std::snprintf(text, sizeof text, between >= 1 ? " with one false box in %.0f images." : " with %.1f false boxes an image.",
                between >= 1 ? between : 1 / between);
  return sentence + text;
}

}  // namespace assay
