// SPDX-License-Identifier: Apache-2.0
// spdlog behind one call. Logs go to stderr, never to stdout: stdout belongs to results.
#pragma once

#include <spdlog/spdlog.h>

#include "core/base/log_text.h"

namespace assay {

namespace log = spdlog;

}  // namespace assay
