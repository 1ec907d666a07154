// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "core/formats/format.h"

namespace assay {

/// The format `images` of several sources at once, as they are dropped on a window: files, and
/// folders with all that is below them. The path that read() is given only names the source.
ASSAY_CORE_API Format imagesFormat(std::vector<std::filesystem::path> paths);

}  // namespace assay
