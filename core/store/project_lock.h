// SPDX-License-Identifier: Apache-2.0
// Who edits a project. The lock is the kernel's (flock), so it goes away with its process, however that ends.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/export.h"

namespace assay {

class ASSAY_CORE_API ProjectLock {
 public:
  /// Null when another process holds <folder>/.lock, or when the folder cannot be written.
  static std::unique_ptr<ProjectLock> tryAcquire(const std::filesystem::path& folder);
  /// "process 1234 on host", as the holder wrote it; empty when nobody does.
  static std::string holder(const std::filesystem::path& folder);
  ~ProjectLock();
  ProjectLock(const ProjectLock&) = delete;
  ProjectLock& operator=(const ProjectLock&) = delete;

 private:
  explicit ProjectLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace assay
