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
  int64_t images = 0;          ///< that were judged
  double mostFalse = 0;        ///< false boxes an image that were allowed; 0: no limit was set
  double falseLow = 0, falseHigh = 0;   ///< Garwood's interval of the false boxes an image, 95 %
  bool reached = false;        ///< found / total >= target, within the limit
  bool isChosen = false;       ///< false: as a model has it before its training is finished
  bool madeUp = false;         ///< judged by made-up defects, because none was labelled

  /// By what it was chosen and what that bears out: English, for reports.
  std::string statement() const;

  Json toJson() const;
  static OperatingPoint fromJson(const Json& json, const std::string& where);
};

/// The highest threshold whose recall (IoU .33, whatever the class) reaches the target with at most `mostFalse` false boxes an image (0: any
/// number); when none does, the one of best recall among those with at most so many, or one where no limit is set. Without defects: .5, or
/// higher where clean images have more than `mostFalse` false boxes each there; of the recall nothing is known.
OperatingPoint chooseOperatingPoint(const DetectionResult& heldOut, double targetRecall, double mostFalse = 0);

}  // namespace assay::detector
