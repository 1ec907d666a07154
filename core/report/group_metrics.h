// SPDX-License-Identifier: Apache-2.0
// Groups (board families) that the model has seen in training, apart from those it has not.
#pragma once

#include <set>
#include <span>

#include "core/base/option_schema.h"
#include "core/labels/item.h"
#include "core/report/detection_metrics.h"

namespace assay {

/// Groups of the training images that a run with these options learns from: of the labelled ones, or, with model.self_training, of all.
ASSAY_CORE_API std::set<std::string> trainedGroups(std::span<const Item> items, const OptionValues& options);

struct GroupRow {
  std::string name;                        ///< "known": its groups occur in training; "unknown": they do not
  int64_t images = 0, truths = 0;
  DetectionResult part;
  std::map<std::string, double> metrics;   ///< detectionMetrics of the part
};

/// Up to two rows, those that have images. Empty when no image has a group, then there is nothing to tell apart, and for models of clean images.
ASSAY_CORE_API std::vector<GroupRow> groupRows(const DetectionResult& result, const std::set<std::string>& trainingGroups);

}  // namespace assay
