// SPDX-License-Identifier: Apache-2.0
#include "core/text/code_points.h"

#include "core/base/utf8.h"

namespace assay {

std::u32string codePoints(std::string_view text) {
  std::u32string characters;
  characters.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t one = nextCodePoint(text, at);
    characters += one == badCodePoint ? U'\uFFFD' : one;
  }
  return characters;
}

std::string utf8Of(std::u32string_view characters) {
  std::string text;
  for (const char32_t one : characters) appendUtf8(text, one);
  return text;
}

}  // namespace assay
