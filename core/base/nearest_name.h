// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// The known name that `name` was probably meant to be: smallest Levenshtein distance, at most a
/// third of its length; empty when none is that near.
ASSAY_CORE_API std::string nearestName(std::string_view name, const std::vector<std::string>& known);

}  // namespace assay
