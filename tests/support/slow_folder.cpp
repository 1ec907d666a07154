// SPDX-License-Identifier: Apache-2.0
// slow_folder BACKING MOUNTPOINT BYTES_PER_SECOND LOG: shows a folder at another place, for reading, as slowly as a busy file server. Nothing is
// kept in memory between two openings of a file, and all readers share the one speed. Each read is a line of the log: seconds since the epoch, bytes, path.
// Runs until it is unmounted (fusermount3 -u MOUNTPOINT).
#define FUSE_USE_VERSION 31
#include <dirent.h>
#include <fcntl.h>
#include <fuse.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Folder {
  std::string backing;
  double bytesPerSecond = 0;
  int log = -1;
  std::mutex mutex;
  Clock::time_point freeAt = Clock::now();   // when the disk has done with what was asked before

  std::string real(const char* path) const { return backing + path; }

  void wait(std::size_t bytes) {
    Clock::time_point until;
    {
      const std::lock_guard lock(mutex);
      freeAt = std::max(freeAt, Clock::now()) + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(double(bytes) / bytesPerSecond));
      until = freeAt;
    }
    std::this_thread::sleep_until(until);
  }

  void note(std::size_t bytes, const char* path) const {
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    char line[4200];
    const int length = std::snprintf(line, sizeof line, "%.3f %zu %s\n", now, bytes, path);
    if (write(log, line, std::size_t(length)) < 0) std::perror("slow_folder: the log");
  }
};

Folder folder;

int answered(int result) { return result < 0 ? -errno : 0; }

int getAttributes(const char* path, struct stat* info, fuse_file_info*) { return answered(lstat(folder.real(path).c_str(), info)); }

int readFolder(const char* path, void* out, fuse_fill_dir_t fill, off_t, fuse_file_info*, fuse_readdir_flags) {
  DIR* open = opendir(folder.real(path).c_str());
  if (open == nullptr) return -errno;
  while (const dirent* entry = readdir(open)) fill(out, entry->d_name, nullptr, 0, fuse_fill_dir_flags(0));
  closedir(open);
  return 0;
}

int openFile(const char* path, fuse_file_info* info) {
  if ((info->flags & O_ACCMODE) != O_RDONLY) return -EROFS;
  const int fd = open(folder.real(path).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -errno;
  info->fh = std::uint64_t(fd);
  return 0;
}

int readFile(const char* path, char* out, std::size_t size, off_t offset, fuse_file_info* info) {
  const ssize_t got = pread(int(info->fh), out, size, offset);
  if (got < 0) return -errno;
  folder.wait(std::size_t(got));
  folder.note(std::size_t(got), path);
  return int(got);
}

int closeFile(const char*, fuse_file_info* info) { return answered(close(int(info->fh))); }

}  // namespace

int main(int count, char** words) {
  if (count != 5 || std::atof(words[3]) <= 0) {
    std::fprintf(stderr, "usage: slow_folder BACKING MOUNTPOINT BYTES_PER_SECOND LOG\n");
    return 2;
  }
  char* backing = realpath(words[1], nullptr);
  if (backing == nullptr) {
    std::perror(words[1]);
    return 3;
  }
  folder.backing = backing;
  folder.bytesPerSecond = std::atof(words[3]);
  folder.log = open(words[4], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (folder.log < 0) {
    std::perror(words[4]);
    return 3;
  }
  fuse_operations operations{};
  operations.getattr = getAttributes;
  operations.readdir = readFolder;
  operations.open = openFile;
  operations.read = readFile;
  operations.release = closeFile;
  std::vector<char*> arguments{words[0], const_cast<char*>("-f"), const_cast<char*>("-o"), const_cast<char*>("ro,max_idle_threads=4"), words[2]};
  return fuse_main(int(arguments.size()), arguments.data(), &operations, nullptr);
}
