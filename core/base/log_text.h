// SPDX-License-Identifier: Apache-2.0
// Logging for sources that include torch: its headers bring another version of fmt, which spdlog's own
// headers do not compile with. The text arrives ready-made.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/export.h"

namespace assay {

/// The process-wide logger named `program`. $ASSAY_LOG sets the level (trace ... off; default info).
ASSAY_CORE_API void startLog(std::string_view program);

/// Also appends to `file` (a run's log.txt) from now on.
ASSAY_CORE_API void logAlsoTo(const std::filesystem::path& file);

ASSAY_CORE_API void logInfo(std::string_view text);
ASSAY_CORE_API void logWarning(std::string_view text);
ASSAY_CORE_API void logError(std::string_view text);

}  // namespace assay
