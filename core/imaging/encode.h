// SPDX-License-Identifier: Apache-2.0
// Images in memory as files: for the thumbnail cache and for pages that embed pictures.
#pragma once

#include <string>
#include <string_view>

#include "core/imaging/image.h"

namespace assay {

ASSAY_CORE_API std::string encodePng(const Image& image);
/// 8-bit grey or RGB; quality 1 to 100.
ASSAY_CORE_API std::string encodeJpeg(const Image& image, int quality);
/// Decodes what encodePng or encodeJpeg made, channels as stored. Throws Error{BadInput} naming
/// `where`.
ASSAY_CORE_API Image decodeBytes(std::string_view bytes, const std::string& where);

}  // namespace assay
