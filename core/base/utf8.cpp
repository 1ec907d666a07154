// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.h"

#include <cstdint>
#include <cstring>

namespace assay {

namespace {

bool isTrail(unsigned char c) { return (c & 0xC0) == 0x80; }

struct Lead {
  int trailing;        // bytes that follow; -1: no lead byte
  char32_t bits, least;
};

Lead leadOf(unsigned char c) {
  if (c >= 0xC2 && c < 0xE0) return {1, char32_t(c & 0x1F), 0x80};
  if (c >= 0xE0 && c < 0xF0) return {2, char32_t(c & 0x0F), 0x800};
  if (c >= 0xF0 && c < 0xF5) return {3, char32_t(c & 0x07), 0x10000};
  return {-1, 0, 0};
}

/// Skips what is plain ASCII, eight bytes at a time.
std::size_t skipAscii(std::string_view text, std::size_t at) {
  for (uint64_t eight; at + 8 <= text.size(); at += 8) {
    std::memcpy(&eight, text.data() + at, 8);
    if (eight & 0x8080808080808080ull) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

char32_t nextCodePoint(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const Lead lead = leadOf(first);
  if (lead.trailing < 0 || at + std::size_t(lead.trailing) > text.size()) return badCodePoint;
  char32_t value = lead.bits;
  for (int i = 0; i < lead.trailing; ++i) {
    const auto c = static_cast<unsigned char>(text[at + std::size_t(i)]);
    if (!isTrail(c)) return badCodePoint;
    value = value << 6 | (c & 0x3F);
  }
  if (value < lead.least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return badCodePoint;
  at += std::size_t(lead.trailing);
  return value;
}

void appendUtf8(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += char(c);
    return;
  }
  if (c < 0x800) text += char(0xC0 | c >> 6);
  else if (c < 0x10000) (text += char(0xE0 | c >> 12)) += char(0x80 | (c >> 6 & 0x3F));
  else ((text += char(0xF0 | c >> 18)) += char(0x80 | (c >> 12 & 0x3F))) += char(0x80 | (c >> 6 & 0x3F));
  text += char(0x80 | (c & 0x3F));
}

std::size_t firstBadUtf8(std::string_view text) {
  for (std::size_t at = 0; (at = skipAscii(text, at)) < text.size();) {
    const std::size_t here = at;
    if (nextCodePoint(text, at) == badCodePoint) return here;
  }
  return std::string_view::npos;
}

}  // namespace assay
