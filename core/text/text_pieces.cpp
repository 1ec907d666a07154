// SPDX-License-Identifier: Apache-2.0
#include "core/text/text_pieces.h"

#include <algorithm>
#include <utility>

namespace assay {

namespace {

/// At most `bytes`, and no character cut in two (one of broken UTF-8 may be).
std::size_t wholeCharacters(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text.size();
  std::size_t end = bytes;
  while (end > 0 && bytes - end < 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end == 0 ? bytes : end;
}

}  // namespace

void TextPieces::addLine(std::string_view line) {
  if (isFull()) return;
  if (!piece_.empty() && piece_.size() + line.size() + 1 > pieceBytes_) close();
  if (line.size() > left_) {
    line = line.substr(0, wholeCharacters(line, left_));
    left_ = line.size();   // nothing more after it
  }
  left_ -= std::min(left_, line.size() + 1);
  while (line.size() > pieceBytes_) {
    const std::size_t end = wholeCharacters(line, pieceBytes_);
    add(line.substr(0, end));
    close();
    line.remove_prefix(end);
  }
  add(line);
  piece_ += '\n';
}

void TextPieces::addText(std::string_view text) {
  while (!text.empty() && !isFull()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    addLine(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void TextPieces::add(std::string_view text) { piece_.append(text); }

void TextPieces::close() {
  if (piece_.find_first_not_of(" \t\r\n") != std::string::npos) pieces_.push_back(std::move(piece_));
  piece_.clear();
}

std::vector<std::string> TextPieces::take() {
  close();
  return std::exchange(pieces_, {});
}

}  // namespace assay
