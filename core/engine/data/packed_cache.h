// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

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

class PackedFile;

/// Images decoded (and registered, converted, ...) once into memory-mapped files of some hundred images each, so that an epoch
/// costs no decoding and several processes share the pages. Reading is thread-safe.
///
/// Files are named by the hash of `key`: the content hashes of all inputs and a recipe text that says
/// what was done to them, so a changed input or recipe is another file. Each is built under a temporary
/// name, with the header written last, and renamed: a crash leaves no file that could be taken for good. As long as
/// the cache lives, cache_limit.h leaves its files alone.
class ASSAY_ENGINE_API PackedCache {
 public:
  using Decode = std::function<Image(int64_t index)>;

  /// Images in each file but the last, for so many in all.
  static int64_t imagesInShard(int64_t count);

  /// Opens the files of `key`, and builds those that are missing with `threads` calls of `decode` at a time (which must then be
  /// thread-safe). Processes that open the same key at the same time share the work, a file each. A file that is damaged is built
  /// again. Throws what `decode` throws.
  static std::shared_ptr<const PackedCache> open(const std::filesystem::path& folder, const std::string& key,
                                                 int64_t count, const Decode& decode, int threads = 1,
                                                 const Progress& progress = {});
  ~PackedCache();
  PackedCache(const PackedCache&) = delete;
  PackedCache& operator=(const PackedCache&) = delete;

  int64_t size() const { return count_; }
  PackedView view(int64_t index) const;
  /// Starts reading the pixels from the disk, for one who will soon want them. Returns at once; nothing for an image that is not there.
  void readAhead(int64_t index) const;
  /// A copy of the pixels, for the functions of core/imaging.
  Image image(int64_t index) const;

 private:
  explicit PackedCache(int64_t count);

  int64_t count_ = 0, inShard_ = 0;
  std::vector<std::unique_ptr<const PackedFile>> shards_;
};

}  // namespace assay
