// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/thumbnail_cache.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>

#include "core/base/paths.h"
#include "core/base/sha256.h"
#include "core/imaging/decode.h"
#include "core/imaging/encode.h"
#include "core/imaging/transform.h"

namespace assay {

namespace {

constexpr int thumbnailQuality = 88;

bool isHash(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Stands for the content where the hash is not known.
std::string keyOfFile(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(file, ignored);
  const auto time = std::filesystem::last_write_time(file, ignored).time_since_epoch().count();
  return sha256Hex(std::filesystem::absolute(file, ignored).string() + "|" + std::to_string(bytes) +
                   "|" + std::to_string(time));
}

std::string slurp(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  if (in) bytes << in.rdbuf();
  return bytes.str();
}

/// Renamed into place, so that no reader sees half a file; not synced, because it can be made
/// again.
void storeQuietly(const std::filesystem::path& file, const std::string& bytes) {
  static std::atomic<uint64_t> counter{0};
  std::error_code fault;
  std::filesystem::create_directories(file.parent_path(), fault);
  const std::filesystem::path temporary =
      file.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".part";
  {
    std::ofstream out(temporary, std::ios::binary);
    out.write(bytes.data(), std::streamsize(bytes.size()));
    out.close();
    if (!out) {
      std::filesystem::remove(temporary, fault);
      return;
    }
  }
  std::filesystem::rename(temporary, file, fault);
  if (fault) std::filesystem::remove(temporary, fault);
}

}  // namespace

Image makeThumbnail(const Image& image, int size) {
  require(size > 0, "a thumbnail needs a positive size", {}, Code::Internal);
  const int longest = std::max(image.width(), image.height());
  Image small = image;
  if (longest > size)
    small = resize(image, std::max(1, int(int64_t(image.width()) * size / longest)),
                   std::max(1, int(int64_t(image.height()) * size / longest)), Sampling::Area);
  small = toEightBit(small);
  return small.channels() == 4 ? toRgb(small) : small;
}

ThumbnailCache::ThumbnailCache() : ThumbnailCache(assayHome() / "cache" / "thumbnails") {}
ThumbnailCache::ThumbnailCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

std::filesystem::path ThumbnailCache::entry(const std::filesystem::path& file,
                                            const std::string& sha256, int size) const {
  const std::string key = isHash(sha256) ? sha256 : keyOfFile(file);
  return folder_ / key.substr(0, 2) / (key.substr(2) + "-" + std::to_string(size) + ".jpg");
}

bool ThumbnailCache::has(const std::filesystem::path& file, const std::string& sha256,
                         int size) const {
  std::error_code ignored;
  return std::filesystem::exists(entry(file, sha256, size), ignored);
}

Image ThumbnailCache::thumbnail(const std::filesystem::path& file, const std::string& sha256,
                                int size) const {
  const std::filesystem::path cached = entry(file, sha256, size);
  if (const std::string bytes = slurp(cached); !bytes.empty()) {
    try {
      return decodeBytes(bytes, cached.string());
    } catch (const Error&) {
      // Damaged by a power cut or another program: made again below.
    }
  }
  const Image small = makeThumbnail(decodeImage(file), size);
  storeQuietly(cached, encodeJpeg(small, thumbnailQuality));
  return small;
}

}  // namespace assay
