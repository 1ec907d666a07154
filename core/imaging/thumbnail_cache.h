// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/imaging/image.h"

namespace assay {

/// Small pictures on disk, shared by all projects: <folder>/<first 2 digits>/<rest>-<size>.jpg. The
/// key is the content's hash, so a renamed image keeps its thumbnail and a changed one gets a new
/// one. Thread-safe; two processes may share a folder. Files are not synced to disk: a damaged one
/// is made again.
class ASSAY_CORE_API ThumbnailCache {
 public:
  /// In assayHome()/cache/thumbnails.
  ThumbnailCache();
  explicit ThumbnailCache(std::filesystem::path folder);

  /// 8-bit grey or RGB, longest side `size` (never enlarged). `sha256` may be empty: then the
  /// file's path, size and time of change stand for its content. Throws what decodeImage throws; a
  /// cache that cannot be written costs time and is no error.
  Image thumbnail(const std::filesystem::path& file, const std::string& sha256, int size) const;
  /// Whether thumbnail() would be served without decoding the image itself.
  bool has(const std::filesystem::path& file, const std::string& sha256, int size) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path entry(const std::filesystem::path& file, const std::string& sha256,
                              int size) const;
  std::filesystem::path folder_;
};

/// Shrinks so that the longest side is at most `size`, 8 bit, grey or RGB.
ASSAY_CORE_API Image makeThumbnail(const Image& image, int size);

}  // namespace assay
