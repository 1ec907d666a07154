// SPDX-License-Identifier: Apache-2.0
#include "core/base/atomic_file.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace assay {

namespace {

std::string temporaryName(const std::filesystem::path& file) {
  static std::atomic<unsigned> counter{0};
  return file.string() + ".tmp." + std::to_string(getpid()) + "." + std::to_string(counter++);
}

/// A rename is durable only once the directory itself is on disk.
void syncFolder(const std::filesystem::path& folder) {
  const int fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) throwErrno("opening the folder", folder.string());
  const int result = fsync(fd);
  close(fd);
  if (result != 0 && errno != EINVAL) throwErrno("syncing the folder", folder.string());
}

}  // namespace

void writeFileAtomically(const std::filesystem::path& file, std::string_view bytes) {
  AtomicFile out(file);
  out.write(bytes);
  out.commit();
}

void requireWritable(const std::filesystem::path& file) {
  std::error_code ignored;
  require(!std::filesystem::is_directory(file, ignored), "this is a folder; expected the name of a file to write",
          file.string());
  const std::filesystem::path folder = file.parent_path();
  require(folder.empty() || std::filesystem::is_directory(folder, ignored),
          "the folder of `" + file.filename().string() + "` does not exist", folder.string(), Code::NotFound);
  const AtomicFile trial(file);   // goes away again: it is never committed
}

AtomicFile::AtomicFile(std::filesystem::path file) : final_(std::move(file)), temporary_(temporaryName(final_)) {
  fd_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd_ < 0) throwErrno("creating the file", final_.string());
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  close(fd_);
  unlink(temporary_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void AtomicFile::write(std::string_view text) {
  require(fd_ >= 0, "write after commit", final_.string(), Code::Internal);
  while (!text.empty()) {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throwErrno("writing", final_.string());
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  if (fsync(fd_) != 0) throwErrno("syncing", final_.string());
  if (rename(temporary_.c_str(), final_.c_str()) != 0) throwErrno("renaming into place", final_.string());
  close(fd_);
  fd_ = -1;
  syncFolder(final_.parent_path());
}

std::string readFile(const std::filesystem::path& file, std::size_t maxBytes) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throwErrno("opening", file.string());
  struct Closer { int fd; ~Closer() { close(fd); } } closer{fd};
  struct stat info {};
  if (fstat(fd, &info) != 0) throwErrno("reading", file.string());
  require(S_ISREG(info.st_mode), "not a regular file", file.string());
  const auto size = static_cast<std::size_t>(info.st_size);
  require(size <= maxBytes, "the file has " + std::to_string(size) + " bytes, at most " + std::to_string(maxBytes) +
                                " were expected", file.string());
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = read(fd, bytes.data() + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throwErrno("reading", file.string());
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace assay
