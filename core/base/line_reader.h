// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/export.h"

namespace assay {

/// Lines of a text file of any size as checked UTF-8, in memory of one block. A byte order mark and CR before LF are
/// removed; a file in GB18030 is recognised at its first block with more than ASCII and converted.
class ASSAY_CORE_API LineReader {
 public:
  static constexpr std::size_t usualBlock = std::size_t{16} << 20;

  /// Throws Error{NotFound, Io}; a folder is refused.
  explicit LineReader(std::filesystem::path file, std::size_t blockBytes = usualBlock);

  /// The next line, valid until the next call; false at the end. Throws Error{BadInput, "file:line"}: broken UTF-8, a
  /// binary file, UTF-16, a line over one block.
  bool next(std::string_view& line);

  int64_t line() const { return line_; }    ///< of the last one, from 1
  std::string place() const { return placeOf(line_); }
  int64_t bytesRead() const { return bytesRead_; }
  int64_t bytes() const { return bytes_; }  ///< of the file
  bool isGb18030() const { return encoding_ == Encoding::Gb18030; }

 private:
  enum class Encoding { Open, Utf8, Gb18030 };   // Open: only ASCII so far

  bool fill();
  void readBlock();
  void check(std::string_view block);
  [[noreturn]] void refuse(std::size_t at, const std::string& message) const;
  std::string placeOf(int64_t line) const { return file_.string() + ":" + std::to_string(line); }

  std::filesystem::path file_;
  std::ifstream stream_;
  std::size_t blockBytes_;
  std::string rest_;        // bytes of a line that goes on in the next block
  std::string block_;       // whole lines, UTF-8
  std::size_t at_ = 0;      // in block_
  int64_t line_ = 0, bytesRead_ = 0, bytes_ = 0;
  Encoding encoding_ = Encoding::Open;
};

}  // namespace assay
