// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/inspect.h"

#include <algorithm>
#include <array>

#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/imaging/image_header.h"

namespace assay {

namespace {

/// Larger files are hashed in blocks and their end is not looked at.
constexpr uintmax_t wholeReadLimit = uintmax_t{1} << 28;

void checkComplete(Container container, std::string_view bytes, const std::string& where) {
  if (container == Container::Jpeg)
    require(jpegIsComplete(bytes), "the JPEG is cut short: its end marker is missing after " +
                                       std::to_string(bytes.size()) + " bytes", where);
  if (container == Container::Png)
    require(bytes.find("IEND", bytes.size() > 4096 ? bytes.size() - 4096 : 0) != std::string_view::npos,
            "the PNG is cut short: its end chunk is missing after " + std::to_string(bytes.size()) + " bytes", where);
}

}  // namespace

ImageFacts inspectImage(const std::filesystem::path& file) {
  const ImageInfo info = probeImage(file);
  if (std::filesystem::file_size(file) > wholeReadLimit) return {info, sha256File(file)};
  const std::string bytes = readFile(file);
  MemorySource source(bytes);
  checkComplete(parseImageHeader(source, file.string()).container, bytes, file.string());
  return {info, sha256Hex(bytes)};
}

bool hasImageExtension(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 8> known = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".jpe"};
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return std::find(known.begin(), known.end(), extension) != known.end();
}

}  // namespace assay
