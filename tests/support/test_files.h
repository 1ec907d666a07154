// SPDX-License-Identifier: Apache-2.0
// Small files for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/random_seed.h"
#include "core/imaging/decode.h"
#include "core/imaging/encode.h"
#include "tests/support/expect_error.h"

namespace assay {

inline void putText(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary).write(text.data(), std::streamsize(text.size()));
}

/// Noise that depends on the seed, so that no two images are duplicates by accident.
inline Image noiseImage(int width, int height, int channels, uint64_t seed, int bitDepth = 8) {
  Image image(width, height, channels, bitDepth);
  Random random(seed);
  for (std::size_t i = 0; i < image.byteCount(); ++i) image.data()[i] = uint8_t(random.next());
  return image;
}

inline std::filesystem::path putImage(const std::filesystem::path& file, int width, int height, uint64_t seed, int channels = 1) {
  putText(file, encodePng(noiseImage(width, height, channels, seed)));
  return file;
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace assay
