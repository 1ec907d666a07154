// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include <array>

#include "core/imaging/image_header.h"

namespace assay {

namespace {

constexpr uint64_t signatureBytes = 8, chunkFrame = 12;   // length, name and checksum of a chunk
constexpr std::size_t headerBytes = 13;

/// Text, times and the like may be damaged without harm to a pixel; a capital letter marks what may
/// not.
bool concernsPixels(std::string_view name) {
  return (name[0] >= 'A' && name[0] <= 'Z') || name == "tRNS";
}

uint32_t checksum(std::string_view bytes) {
  return uint32_t(crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

struct Pass { int left, top, acrossStep, downStep; };
constexpr std::array<Pass, 1> plainPasses{{{0, 0, 1, 1}}};
constexpr std::array<Pass, 7> interlacedPasses{{{0, 0, 8, 8},
                                                {4, 0, 8, 8},
                                                {0, 4, 4, 8},
                                                {2, 0, 4, 4},
                                                {0, 2, 2, 4},
                                                {1, 0, 2, 2},
                                                {0, 1, 1, 2}}};

/// Bytes of all rows before compression, each with its filter byte. `header` is IHDR's content.
uint64_t pixelBytes(std::string_view header) {
  const int64_t width = bigEndian32(header), height = bigEndian32(header.substr(4));
  const uint64_t bits = uint8_t(header[8]), colourType = uint8_t(header[9]);
  const uint64_t samples = colourType == 2 ? 3 : colourType == 4 ? 2 : colourType == 6 ? 4 : 1;
  const bool isInterlaced = header[12] != 0;
  uint64_t bytes = 0;
  for (std::size_t i = 0; i < (isInterlaced ? interlacedPasses.size() : 1); ++i) {
    const Pass& pass = isInterlaced ? interlacedPasses[i] : plainPasses[0];
    const int64_t columns = (width - pass.left + pass.acrossStep - 1) / pass.acrossStep;
    const int64_t rows = (height - pass.top + pass.downStep - 1) / pass.downStep;
    if (columns > 0 && rows > 0)
      bytes += uint64_t(rows) * (1 + (uint64_t(columns) * samples * bits + 7) / 8);
  }
  return bytes;
}

/// Counts what the chunks of pixels unpack to; the bytes are thrown away.
class PixelCounter {
 public:
  PixelCounter() { inflateInit(&stream_); }
  ~PixelCounter() { inflateEnd(&stream_); }
  PixelCounter(const PixelCounter&) = delete;
  PixelCounter& operator=(const PixelCounter&) = delete;

  void add(std::string_view packed) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = uInt(packed.size());
    while (stream_.avail_in > 0 && !isOver_) {
      stream_.next_out = out_.data();
      stream_.avail_out = uInt(out_.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      bytes_ += out_.size() - stream_.avail_out;
      isOver_ = result != Z_OK;   // the end, or damage: no more can be had
    }
  }
  uint64_t bytes() const { return bytes_; }

 private:
  z_stream stream_{};
  std::array<Bytef, 1 << 16> out_;
  uint64_t bytes_ = 0;
  bool isOver_ = false;
};

}  // namespace

void checkPngPixels(std::string_view bytes, const std::string& file) {
  PixelCounter counter;
  std::string_view header;
  for (uint64_t at = signatureBytes;
       at + chunkFrame <= bytes.size();) {   // checkPngStream() has seen every frame
    const uint64_t length = bigEndian32(bytes.substr(at));
    const std::string_view name = bytes.substr(at + 4, 4), content = bytes.substr(at + 8, length);
    if (name == "IHDR" && header.empty()) header = content;
    if (name == "IDAT") counter.add(content);
    if (name == "IEND") break;
    at += chunkFrame + length;
  }
  require(header.size() == headerBytes,
          "the PNG's header chunk has " + std::to_string(header.size()) + " bytes; expected 13",
          file);
  const uint64_t expected = pixelBytes(header);
  require(counter.bytes() >= expected,
          "the PNG is damaged: it holds " + std::to_string(counter.bytes()) + " of " +
              std::to_string(expected) + " bytes of pixels",
          file);
}

void checkPngStream(std::string_view bytes, const std::string& file) {
  bool hasPixels = false;
  for (uint64_t at = signatureBytes; at + chunkFrame <= bytes.size();) {
    const uint64_t length = bigEndian32(bytes.substr(at));
    const std::string_view name = bytes.substr(at + 4, 4);
    if (at + chunkFrame + length > bytes.size()) break;
    if (concernsPixels(name))
      require(
          checksum(bytes.substr(at + 4, 4 + length)) == bigEndian32(bytes.substr(at + 8 + length)),
          "the PNG is damaged: the checksum of its chunk at byte " + std::to_string(at) +
              " does not fit",
          file);
    if (name == "IDAT") hasPixels = true;
    if (name == "IEND") {
      require(hasPixels, "the PNG is damaged: it has no pixels", file);
      return;
    }
    at += chunkFrame + length;
  }
  throw Error(Code::BadInput,
              "the PNG is cut short: its end chunk is missing after " +
                  std::to_string(bytes.size()) + " bytes",
              file);
}

}  // namespace assay
