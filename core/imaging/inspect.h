// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/imaging/decode.h"

namespace assay {

struct ImageFacts {
  ImageInfo info;
  std::string sha256;   ///< of the file's bytes
};

/// Header, hash, and whether the pixels are whole: checksums of a PNG, code words of a JPEG; the
/// others are decoded. Throws Error{BadInput, NotFound} like probeImage.
ASSAY_CORE_API ImageFacts inspectImage(const std::filesystem::path& file);

/// Whether the extension is one of the formats that decodeImage reads; either case.
ASSAY_CORE_API bool hasImageExtension(const std::filesystem::path& file);

}  // namespace assay
