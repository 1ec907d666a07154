// SPDX-License-Identifier: Apache-2.0
// The tar and zstd half of bundles: libarchive behind two classes. Private to core/project.
#pragma once

#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/atomic_file.h"
#include "core/project/bundle_manifest.h"

struct archive;

namespace assay {

/// Writes regular files only, with fixed times and owners: equal content gives equal bytes. Nothing is there until commit().
class BundleWriter {
 public:
  explicit BundleWriter(const std::filesystem::path& out);
  ~BundleWriter();
  void add(const std::string& path, std::string_view bytes);
  /// Throws Error{BadInput} when the file is not what `expected` says any more.
  void addFile(const std::string& path, const std::filesystem::path& file, const BundleMember& expected);
  void commit();

 private:
  void beginMember(const std::string& path, uint64_t size);
  void writeBytes(std::string_view bytes);
  void check(int result);

  std::string name_;
  AtomicFile file_;
  archive* archive_;
  std::exception_ptr fault_;   ///< of the file, on its way through libarchive's C code
};

/// Reads a bundle from its beginning to its end.
class BundleReader {
 public:
  explicit BundleReader(const std::filesystem::path& file);
  ~BundleReader();
  BundleReader(const BundleReader&) = delete;
  BundleReader& operator=(const BundleReader&) = delete;

  /// The first member. Throws Error{BadInput} when it is not the manifest.
  BundleManifest manifest();
  /// Moves to the next member and returns its path; empty at the end. Only plain files are let through.
  std::string next();
  /// The content of the present member, piece by piece, never more than `size` bytes.
  void content(uint64_t size, const std::function<void(std::string_view)>& take);

 private:
  [[noreturn]] void fail(const std::string& what);

  std::string name_;
  archive* archive_;
};

}  // namespace assay
