// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/base/export.h"

namespace assay {

/// Start of a process in clock ticks since boot (field 22 of /proc/<pid>/stat); 0 when it does not live or is a
/// zombie. With the pid it names a process for good: pids are reused, pairs are not.
ASSAY_CORE_API int64_t processStart(int64_t pid);

/// This machine's name.
ASSAY_CORE_API std::string hostName();

}  // namespace assay
