// SPDX-License-Identifier: Apache-2.0
#include "core/job/supervisor_lock.h"

#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/error.h"

namespace assay {
namespace {

constexpr auto patience = std::chrono::seconds(5);
constexpr auto pollInterval = std::chrono::milliseconds(100);

std::filesystem::path lockFile(const RunDirectory& run) { return run.folder() / "supervisor.lock"; }

}  // namespace

SupervisorLock::SupervisorLock(const RunDirectory& run) : fd_(open(lockFile(run).c_str(), O_RDWR | O_CREAT, 0644)) {
  if (fd_ < 0) throwErrno("marking the run as supervised", lockFile(run).string());
  const auto end = std::chrono::steady_clock::now() + patience;
  while (flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {   // a file system without locks
      const int fault = errno;
      close(fd_);
      errno = fault;
      throwErrno("marking the run as supervised", lockFile(run).string());
    }
    if (std::chrono::steady_clock::now() > end) {
      close(fd_);
      throw Error(Code::JobFailed, "another process supervises this run", run.folder().string());
    }
    std::this_thread::sleep_for(pollInterval);
  }
}

SupervisorLock::~SupervisorLock() { close(fd_); }

bool SupervisorLock::isHeld(const RunDirectory& run) {
  const int fd = open(lockFile(run).c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return false;
  const bool isFree = flock(fd, LOCK_SH | LOCK_NB) == 0;
  close(fd);
  return !isFree;
}

}  // namespace assay
