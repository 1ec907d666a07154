// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

struct TextSpan {
  uint32_t begin = 0, end = 0;   ///< bytes
  bool operator==(const TextSpan&) const = default;
};

inline constexpr std::size_t longestSentence = 4096;   ///< bytes; what is longer is cut at a comma or a blank, else anywhere

/// Sentences of Chinese and English text, without the blanks around them; each keeps its mark and closing quotes. A line
/// end ends one; so does a full stop before a blank, unless a single letter or a number stands before it.
ASSAY_CORE_API std::vector<TextSpan> splitSentences(std::string_view text);

}  // namespace assay
