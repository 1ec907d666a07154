// SPDX-License-Identifier: Apache-2.0
// Per-file work on all cores: hashing and probing thousands of images.
#pragma once

#include <functional>
#include <string>

#include "core/base/export.h"
#include "core/base/progress.h"

namespace assay {

/// Calls work(i) for i in [0, count) on a few threads. Progress is reported on the calling thread,
/// which also learns of a stop there. The first exception of any call is thrown here after all
/// threads have ended.
ASSAY_CORE_API void parallelFor(int64_t count, const Progress& progress, const std::string& what,
                                const std::function<void(int64_t)>& work);

}  // namespace assay
