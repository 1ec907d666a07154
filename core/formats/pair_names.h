// SPDX-License-Identifier: Apache-2.0
// Test image and template side by side, as inspection machines write them: X_test.png and
// X_temp.png.
#pragma once

#include <filesystem>

#include "core/base/export.h"

namespace assay {

/// X_test.png -> X_temp.png, whether it is there or not; empty when the name does not end so.
ASSAY_CORE_API std::filesystem::path twinOf(const std::filesystem::path& image);

/// Whether this is the X_temp.png of an X_test.png that is there.
ASSAY_CORE_API bool isReferenceOfAnother(const std::filesystem::path& file);

}  // namespace assay
