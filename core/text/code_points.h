// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/export.h"

namespace assay {

/// Characters of UTF-8 text; bytes that are none become U+FFFD.
ASSAY_CORE_API std::u32string codePoints(std::string_view text);
ASSAY_CORE_API std::string utf8Of(std::u32string_view characters);

}  // namespace assay
