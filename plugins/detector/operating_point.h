// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"
#include "core/report/detection_result.h"

namespace assay::detector {

/// The score from which a box is shown, and what held-out labels say about it.
struct OperatingPoint {
  double threshold = 0.5;
  double target = 0.99;        ///< recall that was asked for
  int64_t found = 0, total = 0;   ///< held-out defects at this threshold
  int64_t falseBoxes = 0;
  double low = 0, high = 1;    ///< Clopper-Pearson interval of the recall, 95 %
  bool reached = false;        ///< found / total >= target

  Json toJson() const;
  static OperatingPoint fromJson(const Json& json, const std::string& where);
};

/// The highest threshold whose recall (IoU .33, whatever the class) reaches the target; when none does, the
/// one of best recall among those with at most one false box an image. Without labels: .5, nothing known.
OperatingPoint chooseOperatingPoint(const DetectionResult& heldOut, double targetRecall);

}  // namespace assay::detector
