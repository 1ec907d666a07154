// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/formats/format.h"
#include "core/project/project.h"
#include "core/store/database.h"

namespace assay {

/// Writes the project's labelled items to `out`, which must not exist yet (or be an empty folder). Everything is
/// written beside it first and gets the name at the end, so a failure or a stop leaves nothing. The report says
/// what the format could not hold.
ASSAY_CORE_API ExportReport exportItems(const Project& project, Database& database, const Format& format,
                                        const std::filesystem::path& out, const Progress& progress);

}  // namespace assay
