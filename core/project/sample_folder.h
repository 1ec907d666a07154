// SPDX-License-Identifier: Apache-2.0
// Private to core/project.
#pragma once

#include <filesystem>

#include "core/base/error.h"
#include "core/formats/format.h"
#include "core/project/import_items.h"

namespace assay {

/// What a generator wrote, read back through the format that people use.
inline void importSampleFolder(Project& project, Database& database, const char* format, const std::filesystem::path& folder, const Progress& progress) {
  const ImportReport report = importItems(project, database, formatByName(format), folder, {}, progress);
  require(report.imported() && report.items > 0, "what was drawn could not be read back", folder.string(), Code::Internal);
}

}  // namespace assay
