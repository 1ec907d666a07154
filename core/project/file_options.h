// SPDX-License-Identifier: Apache-2.0
// Options whose value is the path of a file, which must come along wherever a run goes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/option_schema.h"

namespace assay {

/// Those of an installed plugin, or of the first one of the task where `plugin` is empty; none where there is none that works, because options mean
/// nothing then.
ASSAY_CORE_API std::vector<Option> fileOptions(const std::string& plugin, const std::string& task);

/// An error for each option that names a file which is not there; Problem::where is its key. Relative paths start at `root`.
ASSAY_CORE_API Problems missingFiles(const OptionSchema& schema, const OptionValues& values, const std::filesystem::path& root);

}  // namespace assay
