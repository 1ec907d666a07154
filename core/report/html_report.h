// SPDX-License-Identifier: Apache-2.0
// The result of an evaluation as one self-contained page: plots, tables, example pictures, no script, nothing from
// outside. Light and dark follow the reader's system.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/report/series.h"

namespace assay {

struct ReportInput {
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;      ///< "Plugin": "detector 1.0.0"
  std::map<std::string, double> metrics;
  std::vector<std::pair<std::string, Json>> artifacts;         ///< file stem and content, any kind
  std::set<std::string> trainingGroups;
  std::string split = "test";                                  ///< what was judged: figures of "train" and "valid" bear out no claim
  std::vector<Series> learning;
  std::filesystem::path dataRoot;                              ///< relative image paths start here
  int exampleImages = 12;
};

/// Artifacts of unknown kind are skipped; a picture that cannot be read is replaced by its name.
ASSAY_CORE_API std::string htmlReport(const ReportInput& input, const Progress& progress);

}  // namespace assay
