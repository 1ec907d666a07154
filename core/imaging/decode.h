// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/imaging/image.h"

namespace assay {

struct ImageInfo {
  int width = 0, height = 0, channels = 0, bitDepth = 8;
};

/// Size and type from the header alone, without decoding pixels. PNG, JPEG, BMP, TIFF, WebP.
/// Throws Error{BadInput} naming the file and what it is instead (empty, text, truncated, over 2^30
/// pixels).
ASSAY_CORE_API ImageInfo probeImage(const std::filesystem::path& file);

enum class Channels { AsStored, Grey, Rgb };
enum class Depth { AsStored, Eight };

/// Decodes; EXIF orientation applied; palette and 1-bit images become 8-bit grey or RGB, CMYK
/// becomes RGB, 16 bit stays 16 bit unless Depth::Eight asks for the upper byte. Thread-safe.
/// Throws Error{BadInput}.
ASSAY_CORE_API Image decodeImage(const std::filesystem::path& file,
                                 Channels channels = Channels::AsStored,
                                 Depth depth = Depth::AsStored);

/// PNG (lossless, any depth), written atomically.
ASSAY_CORE_API void writePng(const Image& image, const std::filesystem::path& file);

}  // namespace assay
