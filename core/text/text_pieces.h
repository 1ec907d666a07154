// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// Cuts a text of any size into pieces that a model is asked with one after the other: at line ends; a line that is longer than
/// a piece at the end of a character. Pieces without anything but blanks are left out.
class ASSAY_CORE_API TextPieces {
 public:
  static constexpr std::size_t usualBytes = std::size_t{64} << 10;
  static constexpr std::size_t noLimit = static_cast<std::size_t>(-1);

  /// What lies beyond `mostBytes` is not taken.
  explicit TextPieces(std::size_t pieceBytes = usualBytes, std::size_t mostBytes = noLimit) : pieceBytes_(pieceBytes), left_(mostBytes) {}

  /// A line without its end.
  void addLine(std::string_view line);
  /// All lines of a text.
  void addText(std::string_view text);
  bool isFull() const { return left_ == 0; }
  std::vector<std::string> take();

 private:
  void add(std::string_view text);
  void close();

  std::size_t pieceBytes_, left_;
  std::string piece_;
  std::vector<std::string> pieces_;
};

}  // namespace assay
