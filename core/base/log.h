// SPDX-License-Identifier: Apache-2.0
// spdlog behind one call. Logs go to stderr, never to stdout: stdout belongs to results.
#pragma once

#include <filesystem>
#include <string_view>

#include <spdlog/spdlog.h>

#include "core/base/export.h"

namespace assay {

/// The process-wide logger named `program`. $ASSAY_LOG sets the level (trace ... off; default info).
ASSAY_CORE_API void startLog(std::string_view program);

/// Also appends to `file` (a run's log.txt) from now on.
ASSAY_CORE_API void logAlsoTo(const std::filesystem::path& file);

namespace log = spdlog;

}  // namespace assay
