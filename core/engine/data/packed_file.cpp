// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/packed_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <c10/util/ParallelGuard.h>

#include "core/base/error.h"
#include "core/base/log_text.h"
#include "core/base/sha256.h"
#include "core/engine/device/thread_team.h"

namespace assay {
namespace {

constexpr char magic[16] = "assay-packed-01";

struct Header {
  char magic[16];
  char key[64];
  int64_t count;
  uint64_t fileBytes;
  char indexHash[32];   // first half of the SHA-256 of the index, in hex
};
static_assert(sizeof(Header) == 128);

struct Entry {
  uint64_t offset;
  int32_t width, height, channels, bitDepth;
  uint64_t reserved;
};
static_assert(sizeof(Entry) == 32);

std::string indexHash(const Entry* entries, int64_t count) {
  return sha256Hex({reinterpret_cast<const char*>(entries), std::size_t(count) * sizeof(Entry)}).substr(0, 32);
}

std::size_t pixelBytes(const Entry& e) {
  return std::size_t(e.width) * std::size_t(e.height) * std::size_t(e.channels) * (e.bitDepth == 16 ? 2 : 1);
}

/// Who of several processes builds. Only to share the work: where locks do not reach from host to host, each builds a draft of its own.
class BuildersLock {
 public:
  explicit BuildersLock(const std::filesystem::path& final) : name_(final.string() + ".lock") {
    fd_ = ::open(name_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd_ < 0) throwErrno("create", name_);
    isMine_ = flock(fd_, LOCK_EX | LOCK_NB) == 0;
    isRefused_ = !isMine_ && errno == EWOULDBLOCK;
  }
  ~BuildersLock() {
    if (isMine_) unlink(name_.c_str());   // before the lock goes; who waits for it finds what was built
    close(fd_);
  }
  BuildersLock(const BuildersLock&) = delete;
  BuildersLock& operator=(const BuildersLock&) = delete;
  bool isRefused() const { return isRefused_; }

 private:
  std::string name_;
  int fd_ = -1;
  bool isMine_ = false, isRefused_ = false;
};

/// A lock that signals do not keep from being taken; where the file system has none, nothing is evicted under anybody's feet but drafts.
void holdAgainstEviction(int fd) {
  while (flock(fd, LOCK_SH) != 0 && errno == EINTR) {
  }
}

/// A file that vanishes unless it is kept. The lock on it tells that its writer lives (cache_limit.h).
class Draft {
 public:
  explicit Draft(const std::filesystem::path& final) : final_(final), name_(final.string() + ".XXXXXX") {
    fd_ = mkostemp(name_.data(), O_CLOEXEC);
    if (fd_ < 0) throwErrno("create", name_);
    holdAgainstEviction(fd_);
  }
  ~Draft() {
    if (!isKept_) unlink(name_.c_str());
    close(fd_);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  void writeAt(const void* bytes, std::size_t size, uint64_t offset) {
    const auto* from = static_cast<const char*>(bytes);
    while (size > 0) {
      const ssize_t written = pwrite(fd_, from, size, static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) throwErrno("write", name_);
      from += written;
      offset += uint64_t(written);
      size -= std::size_t(written);
    }
  }
  void sync() {
    if (fdatasync(fd_) != 0) throwErrno("sync", name_);
  }
  void keep() {
    if (rename(name_.c_str(), final_.c_str()) != 0) throwErrno("rename", name_);
    isKept_ = true;
  }

 private:
  std::filesystem::path final_;
  std::string name_;
  int fd_ = -1;
  bool isKept_ = false;
};

/// Decodes on several threads; each image's place is given out when its size is known.
class Builder {
 public:
  Builder(Draft& draft, int64_t count, const PackedCache::Decode& decode, const Progress& progress)
      : draft_(draft), decode_(decode), progress_(progress), entries_(std::size_t(count), Entry{}) {
    end_ = roundUp(sizeof(Header) + entries_.size() * sizeof(Entry));
  }

  void run(int threads) {
    std::vector<std::thread> helpers;
    for (int i = 1; i < threads; ++i)
      helpers.emplace_back([this] {
        useOneThreadHere();
        work();
      });
    {
      const c10::ParallelGuard inside(threads > 1 || c10::ParallelGuard::is_enabled());   // images are shared out, not the work on one
      work();
    }
    for (std::thread& helper : helpers) helper.join();
    if (fault_) std::rethrow_exception(fault_);
  }

  const std::vector<Entry>& entries() const { return entries_; }
  uint64_t end() const { return end_; }

 private:
  static uint64_t roundUp(uint64_t offset) { return (offset + 63) / 64 * 64; }

  void work() {
    for (;;) {
      int64_t index = 0;
      {
        const std::lock_guard lock(mutex_);
        if (fault_ || next_ == int64_t(entries_.size())) return;
        index = next_++;
      }
      try {
        place(index, decode_(index));
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!fault_) fault_ = std::current_exception();
      }
    }
  }

  void place(int64_t index, const Image& image) {
    require(!image.empty(), "decoding gave an empty image", std::to_string(index), Code::Internal);
    uint64_t offset = 0;
    {
      const std::lock_guard lock(mutex_);
      offset = end_;
      end_ = roundUp(end_ + image.byteCount());
      entries_[std::size_t(index)] = {offset, image.width(), image.height(), image.channels(), image.bitDepth(), 0};
      progress_.step(++done_, int64_t(entries_.size()), "decoding images");
    }
    draft_.writeAt(image.data(), image.byteCount(), offset);
  }

  Draft& draft_;
  const PackedCache::Decode& decode_;
  const Progress& progress_;
  std::mutex mutex_;
  std::vector<Entry> entries_;
  int64_t next_ = 0, done_ = 0;
  uint64_t end_ = 0;
  std::exception_ptr fault_;
};

void fill(Draft& draft, const std::string& keyHash, int64_t count, const PackedCache::Decode& decode, int threads,
           const Progress& progress) {
  Builder builder(draft, count, decode, progress);
  builder.run(threads);
  draft.writeAt("", 1, builder.end());   // so that the last image's padding exists
  draft.writeAt(builder.entries().data(), builder.entries().size() * sizeof(Entry), sizeof(Header));
  draft.sync();
  Header header{};
  std::memcpy(header.magic, magic, sizeof header.magic);
  std::memcpy(header.key, keyHash.data(), sizeof header.key);
  header.count = count;
  header.fileBytes = builder.end() + 1;
  std::memcpy(header.indexHash, indexHash(builder.entries().data(), count).data(), sizeof header.indexHash);
  draft.writeAt(&header, sizeof header, 0);
  draft.sync();
  draft.keep();
}

/// What is wrong with a mapped file, or nothing.
const char* damage(const uint8_t* bytes, std::size_t size, const std::string& keyHash, int64_t count) {
  if (size < sizeof(Header)) return "it is shorter than its header";
  Header header;
  std::memcpy(&header, bytes, sizeof header);
  if (std::memcmp(header.magic, magic, sizeof magic) != 0) return "it has no packed header";
  if (keyHash != std::string_view(header.key, 64) || header.count != count) return "it is of other images";
  if (header.fileBytes != size || (size - sizeof(Header)) / sizeof(Entry) < std::size_t(count)) return "it was cut short";
  const auto* entries = reinterpret_cast<const Entry*>(bytes + sizeof(Header));
  if (indexHash(entries, count) != std::string_view(header.indexHash, 32)) return "its index is damaged";
  for (int64_t i = 0; i < count; ++i) {
    const Entry& e = entries[i];
    const bool isSane = e.width > 0 && e.height > 0 && e.width <= 1 << 24 && e.height <= 1 << 24 && e.channels > 0 &&
                        e.channels <= 4 && (e.bitDepth == 8 || e.bitDepth == 16);
    if (!isSane || e.offset > size || pixelBytes(e) > size - e.offset) return "its index points outside";
  }
  return nullptr;
}

}  // namespace

std::unique_ptr<const PackedFile> PackedFile::build(const std::filesystem::path& file, const std::string& keyHash, int64_t count, const PackedCache::Decode& decode,
                                                    const BuildOptions& options) {
  const BuildersLock lock(file);
  if (lock.isRefused() && !options.alsoBesideOthers) return nullptr;
  if (auto finished = open(file, keyHash, count)) return finished;   // by another one, since it was looked for
  Draft draft(file);
  fill(draft, keyHash, count, decode, options.threads, options.progress);
  auto built = open(file, keyHash, count);   // while the draft still holds it against eviction
  require(built != nullptr, "the cache that was just written cannot be read", file.string(), Code::Io);
  return built;
}

std::unique_ptr<const PackedFile> PackedFile::open(const std::filesystem::path& file, const std::string& keyHash, int64_t count) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && (errno == EMFILE || errno == ENFILE)) throwErrno("open", file.string());   // it is there, so building it would not help
  if (fd < 0) return nullptr;
  struct stat info {};
  void* address = MAP_FAILED;
  if (fstat(fd, &info) == 0 && info.st_size > 0)
    address = mmap(nullptr, std::size_t(info.st_size), PROT_READ, MAP_SHARED, fd, 0);
  if (address == MAP_FAILED) {
    close(fd);
    return nullptr;
  }
  holdAgainstEviction(fd);
  futimens(fd, nullptr);    // used just now: the last to be evicted
  std::unique_ptr<PackedFile> packed(new PackedFile);
  packed->fd_ = fd;
  packed->bytes_ = static_cast<const uint8_t*>(address);
  packed->byteCount_ = std::size_t(info.st_size);
  if (const char* why = damage(packed->bytes_, packed->byteCount_, keyHash, count)) {
    logWarning("the cache " + file.string() + " is built again: " + why);
    return nullptr;
  }
  return packed;
}

PackedFile::~PackedFile() {
  if (bytes_ != nullptr) munmap(const_cast<uint8_t*>(bytes_), byteCount_);
  if (fd_ >= 0) close(fd_);
}

PackedView PackedFile::view(int64_t index) const {
  const Entry& e = reinterpret_cast<const Entry*>(bytes_ + sizeof(Header))[index];
  return {e.width, e.height, e.channels, e.bitDepth, bytes_ + e.offset};
}

void PackedFile::readAhead(int64_t index) const {
  static const auto page = uintptr_t(sysconf(_SC_PAGESIZE));
  const PackedView at = view(index);
  const uintptr_t start = reinterpret_cast<uintptr_t>(at.pixels) / page * page, end = reinterpret_cast<uintptr_t>(at.pixels) + at.byteCount();
  madvise(reinterpret_cast<void*>(start), end - start, MADV_WILLNEED);   // advice only: what fails is read when it is needed
}

}  // namespace assay
