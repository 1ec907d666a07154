// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/operating_point.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/report/confidence.h"
#include "core/report/detection_metrics.h"

namespace assay::detector {

namespace {

constexpr double matchIou = 0.33;

/// Recall is compared in whole defects, so that .99 of 100 is 99 and no rounding decides.
bool reaches(const CurvePoint& point, int64_t total, double target) {
  return double(point.found) >= target * double(total) - 1e-9;
}

/// `curve` runs from high thresholds to low ones: recall and false boxes only grow.
const CurvePoint* pick(const std::vector<CurvePoint>& curve, const OperatingPoint& wanted) {
  const auto isWithin = [&](const CurvePoint& point, double limit) { return double(point.falseBoxes) <= limit * double(wanted.images) + 1e-9; };
  for (const CurvePoint& point : curve)
    if (reaches(point, wanted.total, wanted.target) && (wanted.mostFalse == 0 || isWithin(point, wanted.mostFalse))) return &point;
  const CurvePoint* best = nullptr;
  for (const CurvePoint& point : curve)
    if (isWithin(point, wanted.mostFalse > 0 ? wanted.mostFalse : 1) && (!best || point.found > best->found)) best = &point;
  return best;
}

/// Clean images say nothing about recall, but where their false boxes are too many.
OperatingPoint withoutDefects(OperatingPoint chosen, const std::vector<CurvePoint>& curve) {
  if (chosen.mostFalse == 0 || chosen.images == 0) return chosen;
  const double allowed = chosen.mostFalse * double(chosen.images) + 1e-9;
  for (const CurvePoint& point : curve) {
    if (point.threshold < chosen.threshold) break;
    if (double(point.falseBoxes) > allowed) {
      chosen.threshold = std::min(1.0, std::nextafter(point.threshold, 2.0));
      break;
    }
    chosen.falseBoxes = point.falseBoxes;
  }
  const Interval falseBoxes = poissonRate(chosen.falseBoxes, double(chosen.images));
  chosen.falseLow = falseBoxes.low;
  chosen.falseHigh = falseBoxes.high;
  return chosen;
}

std::string printed(const char* format, double value) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string hundredths(double share) { return printed("%.1f", 100 * share); }
std::string twoPlaces(double value) { return printed("%.2f", value); }

}  // namespace

OperatingPoint chooseOperatingPoint(const DetectionResult& heldOut, double targetRecall, double mostFalse) {
  OperatingPoint chosen;
  chosen.isChosen = true;
  chosen.target = targetRecall;
  chosen.mostFalse = mostFalse;
  chosen.images = int64_t(heldOut.images.size());
  for (const ImageResult& image : heldOut.images) chosen.total += int64_t(image.truths.size());
  const std::vector<CurvePoint> curve = precisionRecallCurve(heldOut, matchIou, ClassRule::AnyClass);
  if (chosen.total == 0) return withoutDefects(chosen, curve);
  if (const CurvePoint* point = pick(curve, chosen)) {
    chosen.threshold = point->threshold;
    chosen.found = point->found;
    chosen.falseBoxes = point->falseBoxes;
    chosen.reached = reaches(*point, chosen.total, targetRecall);
  } else if (mostFalse > 0) {   // every threshold shows more false boxes than are allowed: none is shown
    chosen.threshold = 1;
  }
  const Interval recall = clopperPearson(chosen.found, chosen.total), falseBoxes = poissonRate(chosen.falseBoxes, double(chosen.images));
  chosen.low = recall.low;
  chosen.high = recall.high;
  chosen.falseLow = falseBoxes.low;
  chosen.falseHigh = falseBoxes.high;
  return chosen;
}

std::string OperatingPoint::statement() const {
  if (!isChosen) return "not chosen, because the training was not finished";
  if (total == 0) return "no labelled defect was held out to choose it by: nothing is known of its recall";
  const std::string counts = (reached ? "finds " : "finds only ") + std::to_string(found) + " of " + std::to_string(total);
  const std::string recall = " (" + hundredths(low) + " to " + hundredths(high) + " % with 95 % certainty; " + hundredths(target) + " % were asked for)";
  if (madeUp) return counts + " made-up defects" + recall + ", because none was labelled: nothing is known of real ones";
  const std::string found = counts + " held-out defects" + recall;
  if (images == 0) return found;   // a checkpoint that did not count them
  return found + ", with " + twoPlaces(double(falseBoxes) / double(images)) + " false boxes an image (" + twoPlaces(falseLow) + " to " + twoPlaces(falseHigh) + ") in " +
         std::to_string(images) + " images";
}

Json OperatingPoint::toJson() const {
  return Json{{"threshold", threshold}, {"target", target}, {"found", found}, {"total", total}, {"false_boxes", falseBoxes}, {"low", low}, {"high", high},
              {"images", images}, {"most_false", mostFalse}, {"false_low", falseLow}, {"false_high", falseHigh}, {"reached", reached}, {"made_up", madeUp}, {"chosen", isChosen}};
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
  point.isChosen = json.contains("chosen") ? member<bool>(json, "chosen", where) : point.total > 0;   // an older checkpoint
  if (!json.contains("images")) return point;   // one older still
  point.images = member<int64_t>(json, "images", where);
  point.mostFalse = member<double>(json, "most_false", where);
  point.falseLow = member<double>(json, "false_low", where);
  point.falseHigh = member<double>(json, "false_high", where);
  point.madeUp = member<bool>(json, "made_up", where);
  return point;
}

}  // namespace assay::detector
