// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/base/export.h"

namespace assay {

/// Replaces `file` in one step: a temporary beside it, fsync, rename, fsync of the directory.
/// A reader sees the old bytes or the new ones; a crash leaves no half file. Throws Error.
ASSAY_CORE_API void writeFileAtomically(const std::filesystem::path& file, std::string_view bytes);

/// Throws what writing `file` would throw: its folder is missing or cannot be written, or it is a folder itself. For work
/// that takes long before it writes.
ASSAY_CORE_API void requireWritable(const std::filesystem::path& file);

/// The same as writeFileAtomically() for content that is produced piece by piece. Nothing appears under the final name
/// until commit(); without it the destructor removes the temporary.
class ASSAY_CORE_API AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path file);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text);
  void commit();

 private:
  std::filesystem::path final_;
  std::string temporary_;
  int fd_ = -1;
};

/// The whole file as bytes. Throws Error{NotFound, Io} or Error{BadInput} when over `maxBytes`.
ASSAY_CORE_API std::string readFile(const std::filesystem::path& file,
                                    std::size_t maxBytes = std::size_t{1} << 31);

}  // namespace assay
