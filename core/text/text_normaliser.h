// SPDX-License-Identifier: Apache-2.0
// Text as it is compared: full- and half-width forms, cases, quotes, dashes and kinds of blank folded into one, as in
// Unicode's NFKC for the characters that occur in reports; invisible characters dropped. Nothing is looked up in a
// dictionary: simplified and traditional characters stay two.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// Folded characters, each with the byte of the text where it came from.
struct FoldedText {
  std::u32string chars;
  std::vector<uint32_t> starts;   ///< [chars.size() + 1]; the last is where the text ends. Equal ones came from one character

  void clear() {
    chars.clear();
    starts.clear();
  }
};

/// Texts of up to 4 GiB; bytes that are no UTF-8 become U+FFFD. Blanks in a row become one, those at both ends go.
ASSAY_CORE_API void foldInto(std::string_view text, FoldedText& out);
ASSAY_CORE_API std::u32string foldedChars(std::string_view text);
ASSAY_CORE_API std::string folded(std::string_view text);

enum class Script : uint8_t { Blank, Han, Letter, Digit, Other };   ///< Letter: alphabets, kana and Hangul among them
ASSAY_CORE_API Script scriptOf(char32_t folded);

/// Part of a word that blanks and punctuation delimit: an alphabet's letter or a digit, not Chinese, not kana.
ASSAY_CORE_API bool isWordChar(char32_t folded);

}  // namespace assay
