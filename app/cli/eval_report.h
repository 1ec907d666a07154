// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/job/run_directory.h"
#include "core/report/html_report.h"

namespace assay {

struct EvaluationReport {
  ReportInput input;
  Json groups = Json::object();   ///< {"known": {"count","metrics"}, "unknown": ...}; empty when there is nothing to tell apart
};

/// What `assay-worker evaluate` left in the run's folder, with what is known about the run itself.
EvaluationReport readEvaluation(const RunDirectory& run, const std::string& split, const Json& answer);

}  // namespace assay
