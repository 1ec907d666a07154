// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/base/export.h"

namespace assay {

/// Rows of interleaved pixels, 8 or 16 bit, 1 (grey), 3 (RGB) or 4 (RGBA) channels, rows packed
/// without padding. Copies share nothing. Values are unsigned, full range.
class Image {
 public:
  Image() = default;
  Image(int width, int height, int channels, int bitDepth = 8)
      : width_(width),
        height_(height),
        channels_(channels),
        bitDepth_(bitDepth),
        bytes_(std::size_t(width) * std::size_t(height) * std::size_t(channels) *
               (bitDepth == 16 ? 2 : 1)) {
    require(width > 0 && height > 0 && (channels == 1 || channels == 3 || channels == 4) &&
                (bitDepth == 8 || bitDepth == 16),
            "an image needs a positive size, 1, 3 or 4 channels and 8 or 16 bits");
  }

  int width() const { return width_; }
  int height() const { return height_; }
  int channels() const { return channels_; }
  int bitDepth() const { return bitDepth_; }
  bool empty() const { return bytes_.empty(); }
  std::size_t byteCount() const { return bytes_.size(); }

  uint8_t* data() { return bytes_.data(); }
  const uint8_t* data() const { return bytes_.data(); }
  uint8_t* row(int y) { return data() + rowBytes() * std::size_t(y); }
  const uint8_t* row(int y) const { return data() + rowBytes() * std::size_t(y); }
  uint16_t* row16(int y) { return reinterpret_cast<uint16_t*>(row(y)); }
  const uint16_t* row16(int y) const { return reinterpret_cast<const uint16_t*>(row(y)); }
  std::size_t rowBytes() const {
    return std::size_t(width_) * std::size_t(channels_) * (bitDepth_ == 16 ? 2 : 1);
  }

  bool operator==(const Image&) const = default;

 private:
  int width_ = 0, height_ = 0, channels_ = 0, bitDepth_ = 8;
  std::vector<uint8_t> bytes_;
};

}  // namespace assay
