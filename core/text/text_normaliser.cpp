// SPDX-License-Identifier: Apache-2.0
#include "core/text/text_normaliser.h"

#include <algorithm>
#include <array>

#include "core/base/utf8.h"

namespace assay {

namespace {

constexpr char32_t dropped = 0;

bool isBetween(char32_t c, char32_t low, char32_t high) { return c >= low && c <= high; }

bool isBlank(char32_t c) {
  return c == ' ' || isBetween(c, 9, 13) || c == 0x85 || c == 0xA0 || isBetween(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

bool isInvisible(char32_t c) { return c == 0xAD || isBetween(c, 0x200B, 0x200F) || c == 0x2060 || c == 0xFEFF || isBetween(c, 0xFE00, 0xFE0F); }

char32_t foldPunctuation(char32_t c) {
  switch (c) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x2033: case 0x300C: case 0x300D: case 0x300E: case 0x300F:
    case 0x301D: case 0x301E: case 0x301F: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: case 0xFE58: case 0xFE63: return '-';
    case 0x2022: case 0x2027: case 0x30FB: case 0xFF65: return 0xB7;
    case 0x3008: case 0x3014: case 0x3016: return '(';
    case 0x3009: case 0x3015: case 0x3017: return ')';
    case 0x2236: return ':';
    case 0xFF61: return 0x3002;
    case 0xFF62: case 0xFF63: return '"';
    case 0xFF64: return 0x3001;
    case 0xFFE5: return 0xA5;
    default: return c;
  }
}

char32_t foldCase(char32_t c) {
  if (isBetween(c, 'A', 'Z')) return c + 32;
  if (isBetween(c, 0xC0, 0xDE) && c != 0xD7) return c + 32;
  if (isBetween(c, 0x100, 0x137) || isBetween(c, 0x14A, 0x177)) return c | 1;
  if (isBetween(c, 0x139, 0x148) || isBetween(c, 0x179, 0x17E)) return c + (c & 1);
  if (isBetween(c, 0x391, 0x3A9)) return c + 32;
  if (isBetween(c, 0x410, 0x42F)) return c + 32;
  if (isBetween(c, 0x400, 0x40F)) return c + 80;
  return c;
}

/// The one character that `c` is compared as; `dropped` when it counts for nothing.
char32_t foldOne(char32_t c) {
  if (c == badCodePoint) return 0xFFFD;
  if (c < 0x80) return isBlank(c) ? U' ' : c < 32 ? dropped : foldCase(c);
  if (isBetween(c, 0x4E00, 0x9FFF)) return c;
  if (isBlank(c)) return ' ';
  if (isInvisible(c)) return dropped;
  if (isBetween(c, 0xFF01, 0xFF5E)) return foldCase(c - 0xFEE0);
  return foldCase(foldPunctuation(c));
}

/// Numbers in a ring, Roman numerals, exponents: one character that stands for several.
std::u32string_view expanded(char32_t c) {
  static const std::array<std::u32string, 20> ringed = {U"1", U"2", U"3", U"4", U"5", U"6", U"7", U"8", U"9", U"10",
                                                        U"11", U"12", U"13", U"14", U"15", U"16", U"17", U"18", U"19", U"20"};
  static const std::array<std::u32string, 12> roman = {U"i", U"ii", U"iii", U"iv", U"v", U"vi", U"vii", U"viii", U"ix", U"x", U"xi", U"xii"};
  if (isBetween(c, 0x2460, 0x2473)) return ringed[c - 0x2460];
  if (isBetween(c, 0x2474, 0x2487)) return ringed[c - 0x2474];
  if (isBetween(c, 0x2160, 0x216B)) return roman[c - 0x2160];
  if (isBetween(c, 0x2170, 0x217B)) return roman[c - 0x2170];
  if (c == 0xB2) return U"2";
  if (c == 0xB3) return U"3";
  if (c == 0x2103) return U"\u00b0c";
  if (c == 0x2116) return U"no";
  return {};
}

bool mayExpand(char32_t c) { return c >= 0xB2 && c < 0x2488; }

void put(FoldedText& out, char32_t c, std::size_t start) {
  if (c == dropped || (c == ' ' && (out.chars.empty() || out.chars.back() == ' '))) return;
  out.chars += c;
  out.starts.push_back(uint32_t(start));
}

}  // namespace

void foldInto(std::string_view text, FoldedText& out) {
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = nextCodePoint(text, at);
    const std::u32string_view several = mayExpand(c) ? expanded(c) : std::u32string_view();
    if (several.empty()) put(out, foldOne(c), start);
    for (const char32_t part : several) put(out, part, start);
  }
  std::size_t end = text.size();
  if (!out.chars.empty() && out.chars.back() == ' ') {
    end = out.starts.back();
    out.chars.pop_back();
    out.starts.pop_back();
  }
  out.starts.push_back(uint32_t(end));
}

std::u32string foldedChars(std::string_view text) {
  FoldedText out;
  foldInto(text, out);
  return std::move(out.chars);
}

std::string folded(std::string_view text) {
  std::string out;
  for (const char32_t c : foldedChars(text)) appendUtf8(out, c);
  return out;
}

Script scriptOf(char32_t c) {
  if (c == ' ') return Script::Blank;
  if (isBetween(c, '0', '9')) return Script::Digit;
  if (isBetween(c, 'a', 'z') || c == '_' || (isBetween(c, 0xC0, 0x24F) && c != 0xD7 && c != 0xF7) || isBetween(c, 0x370, 0x52F) ||
      isBetween(c, 0x3041, 0x3096) || isBetween(c, 0x30A1, 0x30FA) || isBetween(c, 0xFF66, 0xFF9D) || isBetween(c, 0xAC00, 0xD7A3))
    return Script::Letter;
  if (isBetween(c, 0x4E00, 0x9FFF) || isBetween(c, 0x3400, 0x4DBF) || isBetween(c, 0xF900, 0xFAFF) || isBetween(c, 0x20000, 0x323AF) || c == 0x3005 || c == 0x3007)
    return Script::Han;
  return Script::Other;
}

bool isWordChar(char32_t c) {
  const Script script = scriptOf(c);
  return script == Script::Digit || (script == Script::Letter && c < 0x3000);
}

}  // namespace assay
