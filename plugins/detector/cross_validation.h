// SPDX-License-Identifier: Apache-2.0
// What models that were trained without a part of the labels say of their part: all labelled images judged by somebody who has not seen them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/engine/plugin/model_type.h"
#include "core/report/detection_result.h"
#include "plugins/detector/image_judge.h"

namespace assay::detector {

/// "fold-1" to "fold-N", each without another part.
std::vector<Rehearsal> foldsOf(int folds);
bool isFold(const std::string& rehearsal);

struct JudgedParts {
  DetectionResult result;
  std::vector<Testimony> testimonies;   ///< of each image; empty where images are not judged as wholes
};

/// What a fold tells, and back.
Json toJson(const JudgedParts& part);
/// All folds in one. Throws Error{BadInput} when one is missing or damaged.
JudgedParts joinedFolds(const std::map<std::string, Json>& rehearsed, int folds);

}  // namespace assay::detector
