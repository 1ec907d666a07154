// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include "core/imaging/image_header.h"

namespace assay {

namespace {

constexpr uint64_t signatureBytes = 8, chunkFrame = 12;   // length, name and checksum of a chunk

/// Text, times and the like may be damaged without harm to a pixel; a capital letter marks what may not.
bool concernsPixels(std::string_view name) { return (name[0] >= 'A' && name[0] <= 'Z') || name == "tRNS"; }

uint32_t checksum(std::string_view bytes) {
  return uint32_t(crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

}  // namespace

void checkPngStream(std::string_view bytes, const std::string& file) {
  bool hasPixels = false;
  for (uint64_t at = signatureBytes; at + chunkFrame <= bytes.size();) {
    const uint64_t length = bigEndian32(bytes.substr(at));
    const std::string_view name = bytes.substr(at + 4, 4);
    if (at + chunkFrame + length > bytes.size()) break;
    if (concernsPixels(name))
      require(checksum(bytes.substr(at + 4, 4 + length)) == bigEndian32(bytes.substr(at + 8 + length)),
              "the PNG is damaged: the checksum of its chunk at byte " + std::to_string(at) + " does not fit", file);
    if (name == "IDAT") hasPixels = true;
    if (name == "IEND") {
      require(hasPixels, "the PNG is damaged: it has no pixels", file);
      return;
    }
    at += chunkFrame + length;
  }
  throw Error(Code::BadInput, "the PNG is cut short: its end chunk is missing after " + std::to_string(bytes.size()) + " bytes",
              file);
}

}  // namespace assay
