// SPDX-License-Identifier: Apache-2.0
// Metrics and artifacts from plain numbers; no torch, so that a test can work them by hand.
#pragma once

#include <vector>

#include "plugins/template/table_data.h"

namespace assay::table {

/// Rows of class probabilities against the true class numbers. Metrics accuracy and log_loss (natural
/// logarithm, probabilities floored at 1e-7); artifacts confusion (truth by row), coverage (accuracy among
/// the most confident share of the rows) and worst (the rows with the least probability for their truth).
EvaluationResult judgeClasses(const std::vector<std::vector<double>>& probabilities, const std::vector<int64_t>& truths,
                              const std::vector<std::string>& classes);

/// Metric r2 (1 - residual / total sum of squares; 0 when the truths are all equal); artifacts scatter
/// (truth against prediction) and worst (the rows with the largest error).
EvaluationResult judgeValues(const std::vector<double>& predictions, const std::vector<double>& truths,
                             const std::string& target);

}  // namespace assay::table
