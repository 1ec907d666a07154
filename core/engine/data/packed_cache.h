// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/progress.h"
#include "core/imaging/image.h"

namespace assay {

/// Pixels inside the mapping; rows packed, channels interleaved. Valid as long as the cache lives.
struct PackedView {
  int width = 0, height = 0, channels = 0, bitDepth = 8;
  const uint8_t* pixels = nullptr;
  std::size_t byteCount() const {
    return std::size_t(width) * std::size_t(height) * std::size_t(channels) * (bitDepth == 16 ? 2 : 1);
  }
};

/// Images decoded (and registered, converted, ...) once into one memory-mapped file, so that an epoch
/// costs no decoding and several processes share the pages. Reading is thread-safe.
///
/// The file is named by the hash of `key`: the content hashes of all inputs and a recipe text that says
/// what was done to them, so a changed input or recipe is another file. It is built under a temporary
/// name, with the header written last, and renamed: a crash leaves no file that could be taken for good. As long as
/// the cache lives, cache_limit.h leaves its file alone.
class ASSAY_ENGINE_API PackedCache {
 public:
  using Decode = std::function<Image(int64_t index)>;

  /// Opens the file of `key`, or builds it with `threads` calls of `decode` at a time (which must then be
  /// thread-safe). A file that is damaged is built again. Throws what `decode` throws.
  static std::shared_ptr<const PackedCache> open(const std::filesystem::path& folder, const std::string& key,
                                                 int64_t count, const Decode& decode, int threads = 1,
                                                 const Progress& progress = {});
  ~PackedCache();
  PackedCache(const PackedCache&) = delete;
  PackedCache& operator=(const PackedCache&) = delete;

  int64_t size() const { return count_; }
  PackedView view(int64_t index) const;
  /// A copy of the pixels, for the functions of core/imaging.
  Image image(int64_t index) const;

 private:
  PackedCache() = default;
  static std::shared_ptr<const PackedCache> map(const std::filesystem::path& file, const std::string& keyHash,
                                                int64_t count);

  int fd_ = -1;   ///< holds the lock that says the file is in use
  const uint8_t* bytes_ = nullptr;
  std::size_t byteCount_ = 0;
  int64_t count_ = 0;
};

}  // namespace assay
