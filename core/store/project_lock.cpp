// SPDX-License-Identifier: Apache-2.0
#include "core/store/project_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace assay {

namespace {

std::filesystem::path lockFile(const std::filesystem::path& folder) { return folder / ".lock"; }

std::string self() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return "process " + std::to_string(getpid()) + " on " + host;
}

}  // namespace

std::unique_ptr<ProjectLock> ProjectLock::tryAcquire(const std::filesystem::path& folder) {
  const int fd = open(lockFile(folder).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return nullptr;
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    close(fd);
    return nullptr;
  }
  const std::string text = self();
  // The name is a courtesy for the message of the second one; the lock itself is the kernel's.
  if (ftruncate(fd, 0) != 0 || pwrite(fd, text.data(), text.size(), 0) < 0) { }
  return std::unique_ptr<ProjectLock>(new ProjectLock(fd));
}

std::string ProjectLock::holder(const std::filesystem::path& folder) {
  const int fd = open(lockFile(folder).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  const bool free = flock(fd, LOCK_SH | LOCK_NB) == 0;
  char text[512];
  const ssize_t size = free ? 0 : pread(fd, text, sizeof text, 0);
  close(fd);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

ProjectLock::~ProjectLock() { close(fd_); }

}  // namespace assay
