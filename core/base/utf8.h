// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/export.h"

namespace assay {

/// What nextCodePoint gives for bytes that are no UTF-8 (overlong forms and surrogates among them).
inline constexpr char32_t badCodePoint = 0xFFFFFFFF;

/// The code point at `at`, which moves behind it; behind one byte after a bad one. `at` < text.size().
ASSAY_CORE_API char32_t nextCodePoint(std::string_view text, std::size_t& at);
ASSAY_CORE_API void appendUtf8(std::string& text, char32_t codePoint);

/// Where the first byte lies that is no UTF-8; npos when all is well.
ASSAY_CORE_API std::size_t firstBadUtf8(std::string_view text);

}  // namespace assay
