// SPDX-License-Identifier: Apache-2.0
// The decoders fill what is missing or damaged with grey and say nothing, so this is found before
// they are asked.
#include "core/imaging/codec_library.h"
#include "core/imaging/image_header.h"

namespace assay {

namespace {

constexpr std::size_t messageBytes = 256;

void checkJpegStream(std::string_view bytes, const std::string& file) {
  require(jpegIsComplete(bytes), "the JPEG is cut short: its end marker is missing after " +
                                     std::to_string(bytes.size()) + " bytes", file);
  char message[messageBytes] = "";
  if (codecLibrary().checkJpeg(bytes.data(), bytes.size(), message, sizeof message)) return;
  throw Error(Code::BadInput, "the JPEG is damaged: " + std::string(message), file);
}

}  // namespace

void checkStream(Container container, std::string_view bytes, const std::string& file) {
  if (container == Container::Png) checkPngStream(bytes, file);
  if (container == Container::Jpeg) checkJpegStream(bytes, file);
}

}  // namespace assay
