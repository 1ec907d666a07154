// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/report/detection_metrics.h"

namespace assay {

/// Whether a recall of 99.2 %, which is what people claim of such detectors, is shown at the result's threshold by `point`, its defects there, or, of a model that has
/// seen no defect, by its images; if not, how many more would do. Images of the split "train" show nothing, nor do those of "valid" where labels
/// choose the threshold. English, for reports.
ASSAY_CORE_API std::string recallClaim(const DetectionResult& result, const CurvePoint& point, const std::string& split);

}  // namespace assay
