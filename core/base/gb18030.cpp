// SPDX-License-Identifier: Apache-2.0
#include "core/base/gb18030.h"

#include <cerrno>
#include <iconv.h>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace assay {

namespace {

class Converter {
 public:
  Converter() : handle_(::iconv_open("UTF-8", "GB18030")) {
    require(handle_ != iconv_t(-1), "the system has no converter for GB18030; save the file as UTF-8", {}, Code::Environment);
  }
  ~Converter() { ::iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  enum class End { Done, CutShort, Bad };
  End convert(std::string_view text, std::string& out) {
    char* from = const_cast<char*>(text.data());   // iconv's signature; it only reads
    std::size_t left = text.size();
    char room[1 << 14];
    while (left > 0) {
      char* to = room;
      std::size_t free = sizeof room;
      const std::size_t result = ::iconv(handle_, &from, &left, &to, &free);
      out.append(room, std::size_t(to - room));
      if (result == std::size_t(-1) && errno != E2BIG) return errno == EINVAL ? End::CutShort : End::Bad;
    }
    return End::Done;
  }

 private:
  iconv_t handle_;
};

/// Text in GBK is: its rarer characters have a second byte below A1, as letters after an umlaut of Latin-1 do.
bool isMostlyGb2312(std::string_view text) {
  int64_t all = 0, common = 0;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]), trail = static_cast<unsigned char>(text[at + 1]);
    if (lead < 0x80) continue;
    ++all;
    common += ((lead >= 0xA1 && lead <= 0xA9) || (lead >= 0xB0 && lead <= 0xF7)) && trail >= 0xA1;
    ++at;
  }
  return common * 5 >= all * 4;
}

/// Two bytes of GBK are a sound character of UTF-8 now and then, three hardly ever.
bool isHardlyUtf8(std::string_view text) {
  int64_t sound = 0, bad = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = nextCodePoint(text, at);
    if (c == badCodePoint) bad += 2;
    else if (c >= 0x80) sound += c >= 0x800 ? 2 : 1;
  }
  return bad > sound;
}

}  // namespace

bool looksLikeGb18030(std::string_view text) {
  std::string ignored;
  return Converter().convert(text, ignored) != Converter::End::Bad && isMostlyGb2312(text) && isHardlyUtf8(text);
}

std::optional<std::string> fromGb18030(std::string_view text) {
  std::string out;
  if (Converter().convert(text, out) != Converter::End::Done) return std::nullopt;
  return out;
}

}  // namespace assay
