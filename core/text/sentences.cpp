// SPDX-License-Identifier: Apache-2.0
#include "core/text/sentences.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/text/text_normaliser.h"

namespace assay {

namespace {

bool isLineEnd(char32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }
bool isBlank(char32_t c) { return c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0 || isLineEnd(c); }

bool isFullMark(char32_t c) {
  return c == '!' || c == '?' || c == ';' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B || c == 0x2026 || c == 0xFF61;
}

bool isClosing(char32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == 0x201D || c == 0x2019 || c == 0xFF09 || c == 0x300D || c == 0x300F || c == 0x300B || c == 0x3011;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<TextSpan> run() {
    while (at_ < text_.size()) {
      const std::size_t here = at_;
      const char32_t c = nextCodePoint(text_, at_);
      if (isLineEnd(c)) close(here);
      else if (isFullMark(c) || (c == '.' && isFullStop(here))) closeAfterMarks();
      else if (at_ - begin_ >= longestSentence) cutLong();
      wordLength_ = isWordChar(c < 128 && c >= 'A' && c <= 'Z' ? c + 32 : c) ? wordLength_ + 1 : 0;
      isNumber_ = c >= '0' && c <= '9';
      if (c == ',' || c == 0xFF0C || c == 0x3001 || isBlank(c)) lastBreak_ = at_;
    }
    close(text_.size());
    return std::move(found_);
  }

 private:
  bool isFullStop(std::size_t dot) const {
    const bool isBeforeBlank = dot + 1 >= text_.size() || text_[dot + 1] == ' ' || text_[dot + 1] == '\n' || text_[dot + 1] == '\r' || text_[dot + 1] == '"';
    return isBeforeBlank && wordLength_ != 1 && !(isNumber_ && dot + 2 < text_.size() && text_[dot + 2] >= '0' && text_[dot + 2] <= '9');
  }
  void closeAfterMarks() {
    for (std::size_t next = at_; next < text_.size() && at_ - begin_ < longestSentence; at_ = next) {
      const char32_t c = nextCodePoint(text_, next);
      if (!isFullMark(c) && !isClosing(c)) break;
    }
    close(at_);
  }
  void cutLong() { close(lastBreak_ > begin_ ? lastBreak_ : at_); }

  /// Ends the sentence before `end`; the next one begins there.
  void close(std::size_t end) {
    std::size_t first = begin_, last = end;
    for (std::size_t next = first; first < last && isBlank(nextCodePoint(text_, next)); first = next) {}
    while (last > first && (text_[last - 1] == ' ' || text_[last - 1] == '\t' || text_[last - 1] == '\r' || text_[last - 1] == '\n')) --last;
    if (last > first) found_.push_back({uint32_t(first), uint32_t(last)});
    begin_ = end;
  }

  std::string_view text_;
  std::vector<TextSpan> found_;
  std::size_t at_ = 0, begin_ = 0, lastBreak_ = 0;
  int wordLength_ = 0;     // of the word before
  bool isNumber_ = false;
};

}  // namespace

std::vector<TextSpan> splitSentences(std::string_view text) { return Splitter(text).run(); }

}  // namespace assay
