// SPDX-License-Identifier: Apache-2.0
// Greedy matching of detections and truths, shared by every metric of this room.
#pragma once

#include <vector>

#include "core/report/detection_metrics.h"

namespace assay {

/// One detection of the whole result, and what became of it.
struct RankedDetection {
  double score = 0;
  bool isTrue = false;   ///< matched a truth
  int image = 0;
  int detection = 0;
};

struct RankedDetections {
  std::vector<RankedDetection> ranked;   ///< descending score; ties in order of image and detection
  int64_t truths = 0;
};

/// Ranks all detections (of `className` unless it is empty) and matches each to the free truth of its image with the
/// largest IoU above `iou`, best score first.
RankedDetections rankDetections(const DetectionResult& result, double iou, ClassRule rule, const std::string& className = {});

}  // namespace assay
