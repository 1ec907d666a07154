// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/option_schema.h"

namespace assay {

/// --config FILE first, then each --set key=value. Throws Error{BadOption, BadInput, Usage}.
OptionValues optionsFromLine(const OptionSchema& schema, const std::string& configFile, const std::vector<std::string>& settings);

}  // namespace assay
