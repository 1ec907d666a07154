// SPDX-License-Identifier: Apache-2.0
// One file of a packed cache: header (128 bytes) | index (an entry of 32 bytes for each image) | pixels, each image at a multiple of 64.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/progress.h"
#include "core/engine/data/packed_cache.h"

namespace assay {

/// Mapped, and locked against eviction as long as it lives. Reading is thread-safe.
class PackedFile {
 public:
  /// Null where there is none, or none that is whole and of this key.
  static std::unique_ptr<const PackedFile> open(const std::filesystem::path& file, const std::string& keyHash, int64_t count);

  struct BuildOptions {
    int threads = 1;                 ///< calls of decode at a time
    Progress progress;
    bool alsoBesideOthers = false;   ///< although another process seems to build it
  };
  /// Builds the file under another name, header last, and renames it. Of several processes that can lock files among each other one builds:
  /// null when another one is at it. Throws what `decode` throws.
  static std::unique_ptr<const PackedFile> build(const std::filesystem::path& file, const std::string& keyHash, int64_t count, const PackedCache::Decode& decode,
                                                 const BuildOptions& options);

  ~PackedFile();
  PackedFile(const PackedFile&) = delete;
  PackedFile& operator=(const PackedFile&) = delete;

  PackedView view(int64_t index) const;
  /// Asks the system to read the pixels from the disk, and returns at once.
  void readAhead(int64_t index) const;

 private:
  PackedFile() = default;

  int fd_ = -1;   ///< holds the lock that says the file is in use
  const uint8_t* bytes_ = nullptr;
  std::size_t byteCount_ = 0;
};

}  // namespace assay
