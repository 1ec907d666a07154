// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/operating_point.h"

#include "core/report/confidence.h"
#include "core/report/detection_metrics.h"

namespace assay::detector {

namespace {

constexpr double matchIou = 0.33;

/// Recall is compared in whole defects, so that .99 of 100 is 99 and no rounding decides.
bool reaches(const CurvePoint& point, int64_t total, double target) {
  return double(point.found) >= target * double(total) - 1e-9;
}

const CurvePoint* pick(const std::vector<CurvePoint>& curve, int64_t total, int64_t images, double target) {
  for (const CurvePoint& point : curve)
    if (reaches(point, total, target)) return &point;
  const CurvePoint* best = nullptr;
  for (const CurvePoint& point : curve)
    if (point.falseBoxes <= images && (!best || point.found > best->found)) best = &point;
  return best;
}

}  // namespace

OperatingPoint chooseOperatingPoint(const DetectionResult& heldOut, double targetRecall) {
  OperatingPoint chosen;
  chosen.target = targetRecall;
  for (const ImageResult& image : heldOut.images) chosen.total += int64_t(image.truths.size());
  if (chosen.total == 0) return chosen;
  const std::vector<CurvePoint> curve = precisionRecallCurve(heldOut, matchIou, ClassRule::AnyClass);
  if (const CurvePoint* point = pick(curve, chosen.total, int64_t(heldOut.images.size()), targetRecall)) {
    chosen.threshold = point->threshold;
    chosen.found = point->found;
    chosen.falseBoxes = point->falseBoxes;
    chosen.reached = reaches(*point, chosen.total, targetRecall);
  }
  const Interval interval = clopperPearson(chosen.found, chosen.total);
  chosen.low = interval.low;
  chosen.high = interval.high;
  return chosen;
}

Json OperatingPoint::toJson() const {
  return Json{{"threshold", threshold}, {"target", target}, {"found", found}, {"total", total},
              {"false_boxes", falseBoxes}, {"low", low}, {"high", high}, {"reached", reached}};
}

OperatingPoint OperatingPoint::fromJson(const Json& json, const std::string& where) {
  OperatingPoint point;
  point.threshold = member<double>(json, "threshold", where);
  point.target = member<double>(json, "target", where);
  point.found = member<int64_t>(json, "found", where);
  point.total = member<int64_t>(json, "total", where);
  point.falseBoxes = member<int64_t>(json, "false_boxes", where);
  point.low = member<double>(json, "low", where);
  point.high = member<double>(json, "high", where);
  point.reached = member<bool>(json, "reached", where);
  return point;
}

}  // namespace assay::detector
