// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "core/imaging/image_header.h"

namespace assay {

namespace {

int clampedSide(uint64_t side) {
  return int(std::min<uint64_t>(side, uint64_t(std::numeric_limits<int>::max())));
}

/// Integers of a TIFF in its own byte order, classic (32-bit offsets) or Big (64-bit).
class TiffReader {
 public:
  TiffReader(ByteSource& source, const std::string& file) : source_(source), file_(file) {
    const std::string head(need(source, 0, 4, "TIFF header", file));
    little_ = head[0] == 'I';
    big_ = (little_ ? head[2] : head[3]) == '+';
  }

  uint64_t integer(uint64_t offset, int bytes) {
    const std::string_view b = need(source_, offset, std::size_t(bytes), "TIFF header", file_);
    uint64_t value = 0;
    for (int i = 0; i < bytes; ++i)
      value |= uint64_t(uint8_t(b[std::size_t(little_ ? i : bytes - 1 - i)])) << (8 * i);
    return value;
  }
  int word() const { return big_ ? 8 : 4; }
  uint64_t firstDirectory() { return integer(big_ ? 8 : 4, word()); }
  int countBytes() const { return big_ ? 8 : 2; }
  int entryBytes() const { return big_ ? 20 : 12; }

  /// First value of an entry, whether it lies in the entry or where the entry points to.
  uint64_t firstValue(uint64_t entry) {
    const int type = int(integer(entry + 2, 2));
    const int size = type == 1 ? 1 : type == 3 ? 2 : type == 16 ? 8 : 4;
    const uint64_t count = integer(entry + 4, word());
    const uint64_t field = entry + 4 + uint64_t(word());
    const bool isInline = count <= uint64_t(word()) / uint64_t(size);
    return integer(isInline ? field : integer(field, word()), size);
  }

 private:
  ByteSource& source_;
  const std::string& file_;
  bool little_ = true, big_ = false;
};

}  // namespace

ImageHeader parseTiffHeader(ByteSource& source, const std::string& file) {
  TiffReader tiff(source, file);
  const uint64_t directory = tiff.firstDirectory();
  require(directory >= 8 && directory < source.size(),
          "the TIFF's directory lies outside the file; the file is cut short", file);
  const uint64_t entries = std::min<uint64_t>(tiff.integer(directory, tiff.countBytes()), 4096);
  uint64_t width = 0, height = 0, bits = 1, samples = 1, photometric = 1, sampleFormat = 1,
           orientation = 1;
  for (uint64_t i = 0; i < entries; ++i) {
    const uint64_t entry =
        directory + uint64_t(tiff.countBytes()) + i * uint64_t(tiff.entryBytes());
    switch (tiff.integer(entry, 2)) {
      case 256: width = tiff.firstValue(entry); break;
      case 257: height = tiff.firstValue(entry); break;
      case 258: bits = tiff.firstValue(entry); break;
      case 262: photometric = tiff.firstValue(entry); break;
      case 274: orientation = tiff.firstValue(entry); break;
      case 277: samples = tiff.firstValue(entry); break;
      case 339: sampleFormat = tiff.firstValue(entry); break;
      default: break;
    }
  }
  require(
      bits <= 8 || bits == 16,
      "a TIFF with " + std::to_string(bits) + " bits a sample is not supported; expected 8 or 16",
      file);
  require(sampleFormat != 3,
          "a TIFF with floating point samples is not supported; expected 8- or 16-bit integers",
          file);
  ImageHeader header;
  header.container = Container::Tiff;
  header.orientation = orientation >= 1 && orientation <= 8 ? int(orientation) : 1;
  // Photometric: 0, 1 grey; 3 palette; 5 CMYK. All but grey are decoded to colour.
  const bool isGrey = photometric <= 1 && samples <= 2;
  header.info = {clampedSide(width), clampedSide(height),
                 isGrey ? 1 : photometric == 2 && samples >= 4 ? 4 : 3, bits == 16 ? 16 : 8};
  return header;
}

/// Whether every colour of a palette (blue, green, red, then `entryBytes` - 3 unused) is a grey.
static bool paletteIsGrey(std::string_view palette, std::size_t entryBytes) {
  for (std::size_t i = 0; i + 3 <= palette.size(); i += entryBytes)
    if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) return false;
  return true;
}

ImageHeader parseBmpHeader(ByteSource& source, const std::string& file) {
  const std::string head(need(source, 0, 30, "BMP header", file));
  const std::string_view bytes = head;
  const uint32_t headerSize = littleEndian32(bytes.substr(14));
  ImageHeader header;
  header.container = Container::Bmp;
  int64_t width = 0, height = 0;
  uint32_t bits = 0;
  if (headerSize == 12) {
    width = littleEndian16(bytes.substr(18));
    height = littleEndian16(bytes.substr(20));
    bits = littleEndian16(bytes.substr(24));
  } else {
    width = int32_t(littleEndian32(bytes.substr(18)));
    height = int32_t(littleEndian32(bytes.substr(22)));
    bits = littleEndian16(bytes.substr(28));
  }
  require(width > 0 && height != 0,
          "the BMP header says a size of " + std::to_string(width) + " x " +
              std::to_string(height) + "; expected at least 1 x 1",
          file);
  const uint64_t rows =
      uint64_t(height < 0 ? -height : height);   // negative: stored from the top down
  const std::size_t entryBytes = headerSize == 12 ? 3 : 4;
  const bool isGrey =
      bits <= 8 &&
      paletteIsGrey(source.read(14 + uint64_t(headerSize), entryBytes << bits), entryBytes);
  header.info = {clampedSide(uint64_t(width)), clampedSide(rows), isGrey ? 1 : 3, 8};
  return header;
}

ImageHeader parseWebpHeader(ByteSource& source, const std::string& file) {
  const std::string head(need(source, 0, 30, "WebP header", file));
  const std::string_view bytes = head;
  ImageHeader header;
  header.container = Container::Webp;
  const std::string_view chunk = bytes.substr(12, 4);
  if (chunk == "VP8 ") {
    header.info = {int(littleEndian16(bytes.substr(26)) & 0x3fff),
                   int(littleEndian16(bytes.substr(28)) & 0x3fff), 3, 8};
  } else if (chunk == "VP8L") {
    const uint32_t packed = littleEndian32(bytes.substr(21));
    header.info = {int(packed & 0x3fff) + 1, int((packed >> 14) & 0x3fff) + 1,
                   (packed >> 28) & 1 ? 4 : 3, 8};
  } else if (chunk == "VP8X") {
    const int width = int(littleEndian32(bytes.substr(24)) & 0xffffff) + 1;
    const int height =
        int(littleEndian16(bytes.substr(27)) | uint32_t(uint8_t(bytes[29])) << 16) + 1;
    require((uint8_t(bytes[20]) & 2) == 0,
            "an animated WebP is not supported; expected a still image", file);
    header.info = {width, height, uint8_t(bytes[20]) & 16 ? 4 : 3, 8};
  } else {
    throw Error(Code::BadInput, "the WebP header is damaged; expected a VP8, VP8L or VP8X chunk",
                file);
  }
  const uint64_t stored = uint64_t(littleEndian32(bytes.substr(4))) + 8;
  require(stored <= source.size() + 1,
          "the WebP is cut short after " + std::to_string(source.size()) + " of " +
              std::to_string(stored) + " bytes",
          file);
  return header;
}

}  // namespace assay
