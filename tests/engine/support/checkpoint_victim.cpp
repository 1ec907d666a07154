// SPDX-License-Identifier: Apache-2.0
// Writes two generations and fails in the middle of the second: checkpoint_victim FOLDER crash|full N ends the process, or lets the
// disk be full from then on, at the Nth system call that touches a file. Prints how many calls there were when it reached the end.
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/train/checkpoint.h"

namespace {

bool isCounting = false, isDiskFull = false;
long calls = 0, failAt = 0;

/// True when the call must fail for want of space.
bool count(bool needsSpace) {
  if (!isCounting) return false;
  ++calls;
  if (calls < failAt) return false;
  if (!isDiskFull) _exit(9);
  if (needsSpace) errno = ENOSPC;
  return needsSpace;
}

}  // namespace

// The program's own symbols come before the C library's, for the libraries that it loads, too: if they can be seen.
#pragma GCC visibility push(default)
extern "C" {
ssize_t write(int fd, const void* data, size_t size) {
  if (isCounting && failAt == calls + 1 && !isDiskFull && size > 1) return syscall(SYS_write, fd, data, size / 2), _exit(9), -1;   // half of it got there
  return count(true) ? -1 : syscall(SYS_write, fd, data, size);
}
int fsync(int fd) { return count(true) ? -1 : int(syscall(SYS_fsync, fd)); }
int rename(const char* from, const char* to) { return count(true) ? -1 : int(syscall(SYS_rename, from, to)); }
int mkdir(const char* path, mode_t mode) { return count(true) ? -1 : int(syscall(SYS_mkdir, path, mode)); }
int unlink(const char* path) { return count(false) ? -1 : int(syscall(SYS_unlink, path)); }
int unlinkat(int fd, const char* path, int flags) { return count(false) ? -1 : int(syscall(SYS_unlinkat, fd, path, flags)); }
int close(int fd) { return count(false) ? -1 : int(syscall(SYS_close, fd)); }
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return count((flags & O_CREAT) != 0) ? -1 : int(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return count((flags & O_CREAT) != 0) ? -1 : int(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}
}
#pragma GCC visibility pop

int main(int argc, char** argv) {
  using namespace assay;
  if (argc != 4) return 2;
  const auto generation = [](int64_t step) {
    CheckpointContent content;
    content.model = {{"weights", at::full({1000}, double(step))}};
    content.training = {{"state/moments", at::full({500}, double(step))}};
    content.trainer = {{"plugin", "victim"}, {"plugin_version", "1.0.0"}, {"step", step}};
    content.metadata = {{"step", step}};
    return content;
  };
  isDiskFull = std::strcmp(argv[2], "full") == 0;
  try {
    writeCheckpoint(argv[1], generation(1), 1);
    failAt = std::atol(argv[3]);
    isCounting = true;
    writeCheckpoint(argv[1], generation(2), 1);
    isCounting = false;
  } catch (const Error& fault) {
    isCounting = false;
    std::printf("%s\n", std::string(codeName(fault.code())).c_str());
    return fault.code() == Code::DiskFull ? 3 : 4;
  }
  std::printf("%ld\n", calls);
  return 0;
}
