// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/report/detection_metrics.h"

namespace assay {

/// Counts at any threshold in O(log n), for a person who drags it. Matching at a lower threshold only adds
/// detections below those already matched, so one ranking answers for all thresholds. Immutable, thread-safe.
class ASSAY_CORE_API ThresholdSweep {
 public:
  ThresholdSweep(const DetectionResult& result, double iou, ClassRule rule, const std::string& className = {});

  /// Counts when every detection with score >= threshold is taken. Precision is 1 when none is.
  CurvePoint at(double threshold) const;
  /// One point per distinct score, descending thresholds.
  const std::vector<CurvePoint>& curve() const { return curve_; }
  int64_t truths() const { return truths_; }
  int64_t images() const { return images_; }

 private:
  std::vector<CurvePoint> curve_;
  int64_t truths_ = 0, images_ = 0;
};

/// "Finds 97.4 % of defects (96.1-98.3 %) with one false box in 12 images": English, for reports.
ASSAY_CORE_API std::string resultSentence(const CurvePoint& point, int64_t images);

}  // namespace assay
