// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/base/export.h"

namespace assay {

/// The last number in a file's name, its last 18 digits; 0 without one. Images with numbers that follow each other are neighbours: frames of one scene,
/// parts of one sheet.
ASSAY_CORE_API int64_t numberInName(const std::string& path);

}  // namespace assay
