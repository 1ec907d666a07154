// SPDX-License-Identifier: Apache-2.0
// Detection metrics over plain boxes. Matching is greedy by descending score, each truth taken once
// (PASCAL VOC devkit); "one class a box": a detection carries exactly one class.
#pragma once

#include <map>

#include "core/report/detection_result.h"

namespace assay {

/// A point of a curve at one score threshold (detections with score >= threshold count).
struct CurvePoint {
  double threshold = 0, precision = 0, recall = 0;
  int64_t found = 0, missed = 0, falseBoxes = 0;
};

enum class ClassRule { SameClass, AnyClass };

/// Area under the precision envelope, all points (VOC 2010+, COCO without the 101-point sampling),
/// averaged over the classes that have a truth; NaN-free: 0 when there is no truth at all.
ASSAY_CORE_API double meanAveragePrecision(const DetectionResult& result, double iou);
ASSAY_CORE_API std::map<std::string, double> averagePrecisionByClass(const DetectionResult& result, double iou);

/// Precision and recall at every distinct score, descending thresholds. Empty className: all classes.
ASSAY_CORE_API std::vector<CurvePoint> precisionRecallCurve(const DetectionResult& result, double iou, ClassRule rule,
                                                            const std::string& className = {});

/// Class-agnostic recall at the threshold where false boxes per image first exceed `falsePerImage`.
ASSAY_CORE_API double recallAtFalsePositives(const DetectionResult& result, double iou, double falsePerImage);

/// Best F1 over thresholds, same-class matching.
ASSAY_CORE_API CurvePoint bestF1(const DetectionResult& result, double iou);

/// All metric names of architecture section 5: map33, map50, map (mean of .50:.05:.95),
/// recall_at_1fp (IoU .33), f1 (IoU .33, best over the thresholds of this very result); and, at result.threshold,
/// f1_at_threshold, precision_at_threshold, recall_at_threshold (IoU .33, same class).
ASSAY_CORE_API std::map<std::string, double> detectionMetrics(const DetectionResult& result);

/// Rows: truth class, then "background"; columns: predicted class, then "missed". Class-agnostic matching.
struct ConfusionMatrix {
  std::vector<std::string> classes;
  std::vector<std::vector<int64_t>> counts;              ///< [n+1][n+1]
  std::vector<std::vector<std::vector<int>>> images;     ///< indices into result.images per cell, ascending
};
ASSAY_CORE_API ConfusionMatrix confusionMatrix(const DetectionResult& result, double iou, double threshold);

/// How one image did at a threshold; pairs of indices of matched truth and detection.
struct ImageMatch {
  std::vector<std::pair<int, int>> matched;   ///< truth index, detection index; same class or not
  std::vector<int> missed;                    ///< truth indices
  std::vector<int> falseBoxes;                ///< detection indices
};
ASSAY_CORE_API ImageMatch matchImage(const ImageResult& image, double iou, double threshold, ClassRule rule);

}  // namespace assay
