// SPDX-License-Identifier: Apache-2.0
#include "core/report/detection_metrics.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/report/box_matching.h"
#include "core/report/threshold_sweep.h"

namespace assay {

namespace {

constexpr double deepPcbIou = 0.33;   // the DeepPCB rule: IoU above .33 counts

/// Area under the precision envelope (VOC 2010 and later).
double averagePrecision(const RankedDetections& all) {
  if (all.truths == 0) return 0;
  std::vector<double> precision, recall;
  int64_t found = 0;
  for (std::size_t i = 0; i < all.ranked.size(); ++i) {
    found += all.ranked[i].isTrue;
    precision.push_back(double(found) / double(i + 1));
    recall.push_back(double(found) / double(all.truths));
  }
  double area = 0, envelope = 0;
  for (std::size_t i = precision.size(); i-- > 0;) {
    envelope = std::max(envelope, precision[i]);
    area += envelope * (recall[i] - (i ? recall[i - 1] : 0.0));
  }
  return area;
}

std::vector<CurvePoint> curveOf(const RankedDetections& all) {
  std::vector<CurvePoint> curve;
  int64_t found = 0, falseBoxes = 0;
  for (std::size_t i = 0; i < all.ranked.size(); ++i) {
    (all.ranked[i].isTrue ? found : falseBoxes) += 1;
    const bool lastOfScore = i + 1 == all.ranked.size() || all.ranked[i + 1].score < all.ranked[i].score;
    if (!lastOfScore) continue;   // a threshold takes equal scores together
    const double precision = double(found) / double(found + falseBoxes);
    const double recall = all.truths ? double(found) / double(all.truths) : 0.0;
    curve.push_back({all.ranked[i].score, precision, recall, found, all.truths - found, falseBoxes});
  }
  return curve;
}

double f1Of(const CurvePoint& point) {
  const double sum = point.precision + point.recall;
  return sum > 0 ? 2 * point.precision * point.recall / sum : 0.0;
}

}  // namespace

std::map<std::string, double> averagePrecisionByClass(const DetectionResult& result, double iou) {
  std::set<std::string> withTruth;
  for (const ImageResult& image : result.images)
    for (const TruthBox& truth : image.truths) withTruth.insert(truth.className);
  std::map<std::string, double> byClass;
  for (const std::string& name : withTruth) byClass[name] = averagePrecision(rankDetections(result, iou, ClassRule::SameClass, name));
  return byClass;
}

double meanAveragePrecision(const DetectionResult& result, double iou) {
  const auto byClass = averagePrecisionByClass(result, iou);
  double sum = 0;
  for (const auto& [name, value] : byClass) sum += value;
  return byClass.empty() ? 0.0 : sum / double(byClass.size());
}

std::vector<CurvePoint> precisionRecallCurve(const DetectionResult& result, double iou, ClassRule rule, const std::string& className) {
  return curveOf(rankDetections(result, iou, rule, className));
}

double recallAtFalsePositives(const DetectionResult& result, double iou, double falsePerImage) {
  const double allowed = falsePerImage * double(result.images.size());
  double recall = 0;
  for (const CurvePoint& point : precisionRecallCurve(result, iou, ClassRule::AnyClass))
    if (double(point.falseBoxes) <= allowed) recall = std::max(recall, point.recall);
  return recall;
}

CurvePoint bestF1(const DetectionResult& result, double iou) {
  CurvePoint best;
  for (const CurvePoint& point : precisionRecallCurve(result, iou, ClassRule::SameClass))
    if (f1Of(point) > f1Of(best)) best = point;
  return best;
}

std::map<std::string, double> detectionMetrics(const DetectionResult& result) {
  double sum = 0;
  for (int i = 0; i < 10; ++i) sum += meanAveragePrecision(result, 0.5 + 0.05 * i);
  const CurvePoint chosen = ThresholdSweep(result, deepPcbIou, ClassRule::SameClass).at(result.threshold);
  return {{"map33", meanAveragePrecision(result, deepPcbIou)},
          {"map50", meanAveragePrecision(result, 0.5)},
          {"map", sum / 10},
          {"recall_at_1fp", recallAtFalsePositives(result, deepPcbIou, 1.0)},
          {"f1", f1Of(bestF1(result, deepPcbIou))},
          {"f1_at_threshold", f1Of(chosen)},
          {"precision_at_threshold", chosen.found + chosen.falseBoxes > 0 ? chosen.precision : 0},
          {"recall_at_threshold", chosen.recall}};
}

}  // namespace assay
