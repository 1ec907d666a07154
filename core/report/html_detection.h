// SPDX-License-Identifier: Apache-2.0
// The part of the page about boxes. Private to the report.
#pragma once

#include "core/report/detection_metrics.h"
#include "core/report/html_report.h"

namespace assay {

/// Sentence, tables per class and group, precision-recall curve, confusion matrix, example pictures (worst first).
std::string htmlDetection(const DetectionResult& result, const ReportInput& input, const Progress& progress);

/// Rows are the truth; the last row is the background, the last column what was missed.
std::string htmlConfusion(const std::vector<std::string>& classes, const std::vector<std::vector<int64_t>>& counts,
                          bool hasBackground);

}  // namespace assay
