// SPDX-License-Identifier: Apache-2.0
#include "core/base/log_text.h"

#include "core/base/log.h"

namespace assay {

void logInfo(std::string_view text) { log::info("{}", text); }
void logWarning(std::string_view text) { log::warn("{}", text); }
void logError(std::string_view text) { log::error("{}", text); }

}  // namespace assay
