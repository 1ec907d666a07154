// SPDX-License-Identifier: Apache-2.0
// What an image file says about itself before any pixel is decoded. Private to core/imaging.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/imaging/decode.h"

namespace assay {

/// Random access to the bytes of a file, in memory or on disk, so that probing 20,000 images reads
/// a few kilobytes of each.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual uint64_t size() const = 0;
  /// The bytes at [offset, offset + count), or fewer where the file ends.
  virtual std::string_view read(uint64_t offset, std::size_t count) = 0;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  uint64_t size() const override { return bytes_.size(); }
  std::string_view read(uint64_t offset, std::size_t count) override {
    return offset >= bytes_.size() ? std::string_view() : bytes_.substr(offset, count);
  }

 private:
  std::string_view bytes_;
};

enum class Container { Png, Jpeg, Bmp, Tiff, Webp };

struct ImageHeader {
  Container container = Container::Png;
  ImageInfo info;            ///< as decoded and stored, before the orientation is applied
  int orientation = 1;       ///< EXIF 1..8
};

/// Throws Error{BadInput, where = file} naming what the file is instead.
ImageHeader parseImageHeader(ByteSource& source, const std::string& file);

/// Per container, given that the magic number matched. Throw Error{BadInput} for a damaged header.
ImageHeader parsePngHeader(ByteSource& source, const std::string& file);
ImageHeader parseJpegHeader(ByteSource& source, const std::string& file);
ImageHeader parseBmpHeader(ByteSource& source, const std::string& file);
ImageHeader parseTiffHeader(ByteSource& source, const std::string& file);
ImageHeader parseWebpHeader(ByteSource& source, const std::string& file);

/// Orientation out of an EXIF block (a small TIFF); 1 when it has none.
int exifOrientation(std::string_view tiff);

/// Whether a JPEG's entropy-coded data reaches its end-of-image marker.
bool jpegIsComplete(std::string_view bytes);

/// Throws Error{BadInput} when a chunk that matters is damaged or the end chunk is missing.
void checkPngStream(std::string_view bytes, const std::string& file);
/// After checkPngStream(): throws when the chunks unpack to fewer pixels than the header says.
void checkPngPixels(std::string_view bytes, const std::string& file);
/// Throws Error{BadInput} when a PNG or JPEG is cut short or damaged, which decoders pass over in
/// silence. The other containers hold no checksums: what can be found there, decoding finds.
void checkStream(Container container, std::string_view bytes, const std::string& file);

/// Throws "the PNG header is cut short" when fewer than `count` bytes are there.
std::string_view need(ByteSource& source, uint64_t offset, std::size_t count, const char* what,
                      const std::string& file);

inline uint32_t bigEndian32(std::string_view b) {
  return uint32_t(uint8_t(b[0])) << 24 | uint32_t(uint8_t(b[1])) << 16 |
         uint32_t(uint8_t(b[2])) << 8 | uint8_t(b[3]);
}
inline uint32_t littleEndian32(std::string_view b) {
  return uint32_t(uint8_t(b[3])) << 24 | uint32_t(uint8_t(b[2])) << 16 |
         uint32_t(uint8_t(b[1])) << 8 | uint8_t(b[0]);
}
inline uint32_t bigEndian16(std::string_view b) {
  return uint32_t(uint8_t(b[0])) << 8 | uint8_t(b[1]);
}
inline uint32_t littleEndian16(std::string_view b) {
  return uint32_t(uint8_t(b[1])) << 8 | uint8_t(b[0]);
}

}  // namespace assay
