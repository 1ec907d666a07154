// SPDX-License-Identifier: Apache-2.0
// A folder with a file for each part of the data. Private to core/formats.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/problem.h"
#include "core/labels/item.h"

namespace assay {

using SplitFiles = std::vector<std::pair<std::filesystem::path, Split>>;

/// train, valid (also validation, val, dev) and test with one of the endings (".txt"); of several files for one part the first
/// counts and the others are warned of. A single file is for `fallback`. Empty when the folder has none. Throws Error{NotFound}.
SplitFiles splitFilesOf(const std::filesystem::path& source, const std::vector<std::string>& endings, Split fallback, Problems& problems);

}  // namespace assay
