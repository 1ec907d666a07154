// SPDX-License-Identifier: Apache-2.0
#include "core/base/line_reader.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/gb18030.h"
#include "core/base/utf8.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::string sizeText(std::size_t bytes) {
  return bytes >> 20 ? std::to_string(bytes >> 20) + " MiB" : std::to_string(bytes) + " bytes";
}

/// Beginning of the first line with a fault.
std::size_t firstBadGb18030(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (!fromGb18030(text.substr(at, end - at))) break;
    at = end + 1;
  }
  return std::min(at, text.size());
}

}  // namespace

LineReader::LineReader(fs::path file, std::size_t blockBytes) : file_(std::move(file)), blockBytes_(blockBytes) {
  std::error_code fault;
  require(fs::exists(file_, fault), "there is no such file", file_.string(), Code::NotFound);
  require(!fs::is_directory(file_, fault), "this is a folder; expected a text file", file_.string());
  errno = 0;
  stream_.open(file_, std::ios::binary);
  if (!stream_) throwErrno("reading the file", file_.string());
  const auto bytes = fs::file_size(file_, fault);
  bytes_ = fault ? 0 : int64_t(bytes);
}

bool LineReader::next(std::string_view& line) {
  while (at_ >= block_.size())
    if (!fill()) return false;
  const std::size_t end = std::min(block_.find('\n', at_), block_.size());
  line = std::string_view(block_).substr(at_, end - at_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  at_ = end + 1;
  ++line_;
  return true;
}

/// Reads until there is a whole line, or the end.
bool LineReader::fill() {
  do readBlock();
  while (block_.empty() && stream_);   // a line of more than one block
  if (block_.empty()) return false;
  check(block_);
  if (encoding_ == Encoding::Gb18030) {
    std::optional<std::string> text = fromGb18030(block_);
    if (!text) refuse(firstBadGb18030(block_), "the text is broken: a byte sequence is no GB18030, in which the file began");
    block_ = std::move(*text);
  }
  at_ = 0;
  return true;
}

void LineReader::readBlock() {
  const bool isFirst = bytesRead_ == 0;
  block_ = std::move(rest_);
  rest_.clear();
  const std::size_t had = block_.size();
  block_.resize(had + blockBytes_);
  errno = 0;
  stream_.read(block_.data() + had, std::streamsize(blockBytes_));
  if (stream_.bad()) throwErrno("reading the file", file_.string());
  block_.resize(had + std::size_t(stream_.gcount()));
  bytesRead_ += int64_t(stream_.gcount());
  if (isFirst && block_.starts_with("\xef\xbb\xbf")) block_.erase(0, 3);
  if (isFirst && (block_.starts_with("\xff\xfe") || block_.starts_with("\xfe\xff")))
    throw Error(Code::BadInput, "the file is UTF-16; save it as UTF-8", file_.string());
  // Only the first line can have begun in an earlier block.
  if (std::min(block_.find('\n'), block_.size()) > blockBytes_)
    throw Error(Code::BadInput, "the line is longer than " + sizeText(blockBytes_), placeOf(line_ + 1));
  if (!stream_) return;   // the end: its last line needs no line end
  const std::size_t cut = block_.rfind('\n');
  if (cut == std::string::npos) {
    rest_ = std::move(block_);
    block_.clear();
    return;
  }
  rest_ = block_.substr(cut + 1);
  block_.resize(cut + 1);
}

void LineReader::check(std::string_view block) {
  if (const std::size_t zero = block.find('\0'); zero != std::string_view::npos) refuse(zero, "this is a binary file; expected text");
  if (encoding_ == Encoding::Gb18030) return;
  const std::size_t bad = firstBadUtf8(block);
  if (bad == std::string_view::npos) {
    const auto isBeyondAscii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (encoding_ == Encoding::Open && std::any_of(block.begin(), block.end(), isBeyondAscii)) encoding_ = Encoding::Utf8;
    return;
  }
  if (encoding_ == Encoding::Open && looksLikeGb18030(block)) encoding_ = Encoding::Gb18030;
  else refuse(bad, "the text is broken: a byte sequence is no UTF-8");
}

void LineReader::refuse(std::size_t at, const std::string& message) const {
  const auto lines = std::count(block_.begin(), block_.begin() + std::ptrdiff_t(at), '\n');
  throw Error(Code::BadInput, message, placeOf(line_ + 1 + lines));
}

}  // namespace assay
