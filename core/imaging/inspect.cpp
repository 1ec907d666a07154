// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/inspect.h"

#include <algorithm>
#include <array>

#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/imaging/image_header.h"

namespace assay {

namespace {

/// Larger files are hashed in blocks and their content is not looked at.
constexpr uintmax_t wholeReadLimit = uintmax_t{1} << 28;

/// A TIFF, BMP or WebP has no checksum: only decoding tells whether its pixels are there. Larger
/// ones are trusted.
constexpr int64_t decodedPixels = int64_t{1} << 26;

void checkPixels(const std::filesystem::path& file, std::string_view bytes, Container container,
                 const ImageInfo& info) {
  checkStream(container, bytes, file.string());
  if (container == Container::Jpeg) return;   // its stream is its pixels
  if (container == Container::Png) checkPngPixels(bytes, file.string());
  else if (int64_t(info.width) * info.height <= decodedPixels) decodeImage(file);
}

}  // namespace

ImageFacts inspectImage(const std::filesystem::path& file) {
  const ImageInfo info = probeImage(file);
  if (std::filesystem::file_size(file) > wholeReadLimit) return {info, sha256File(file)};
  const std::string bytes = readFile(file);
  MemorySource source(bytes);
  checkPixels(file, bytes, parseImageHeader(source, file.string()).container, info);
  return {info, sha256Hex(bytes)};
}

bool hasImageExtension(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 8> known = {".png", ".jpg",  ".jpeg", ".bmp",
                                                            ".tif", ".tiff", ".webp", ".jpe"};
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return std::find(known.begin(), known.end(), extension) != known.end();
}

}  // namespace assay
