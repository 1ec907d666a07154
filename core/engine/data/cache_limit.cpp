// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/cache_limit.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr auto draftMinimumAge = std::chrono::minutes(1);   // its writer locks it a moment after creating it

struct CacheFile {
  fs::path path;
  uint64_t bytes = 0;
  fs::file_time_type used;   ///< PackedCache sets it whenever it opens the file
  bool isDraft = false;
};

std::vector<CacheFile> cacheFiles(const fs::path& folder) {
  std::vector<CacheFile> files;
  std::error_code fault;
  for (fs::directory_iterator it(folder, fault), end; !fault && it != end; it.increment(fault)) {
    const std::string name = it->path().filename().string();
    const auto mark = name.rfind(".packed");
    std::error_code gone;   // another worker tidies at the same time
    if (mark == std::string::npos || !it->is_regular_file(gone)) continue;
    CacheFile file{it->path(), it->file_size(gone), {}, name.size() > mark + 7};
    if (!gone) file.used = it->last_write_time(gone);
    if (!gone) files.push_back(std::move(file));
  }
  return files;
}

/// False while a living process has the file open.
bool removeUnlessUsed(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  struct stat named {}, own {};   // of that name there may be another file by now
  const bool isMine = flock(fd, LOCK_EX | LOCK_NB) == 0 && stat(file.c_str(), &named) == 0 && fstat(fd, &own) == 0 && named.st_ino == own.st_ino;
  const bool isGone = isMine && unlink(file.c_str()) == 0;
  close(fd);
  return isGone;
}

}  // namespace

uint64_t decodedCacheLimit(const fs::path& folder) {
  std::error_code fault;
  const fs::space_info space = fs::space(folder, fault);
  if (fault) return largestDecodedCache;
  uint64_t used = 0;
  for (const CacheFile& file : cacheFiles(folder)) used += file.bytes;
  return std::min(largestDecodedCache, (uint64_t(space.available) + used) / 2);
}

Evicted evictDecoded(const fs::path& folder, uint64_t limit) noexcept try {
  Evicted evicted;
  uint64_t kept = 0;
  const auto remove = [&](const CacheFile& file) {
    if (!removeUnlessUsed(file.path)) return false;
    ++evicted.files;
    evicted.bytes += file.bytes;
    return true;
  };
  std::vector<CacheFile> files = cacheFiles(folder);
  std::sort(files.begin(), files.end(), [](const CacheFile& a, const CacheFile& b) { return a.used > b.used; });   // newest first
  const auto old = fs::file_time_type::clock::now() - draftMinimumAge;
  for (const CacheFile& file : files) {
    if (file.isDraft && (file.used > old || remove(file))) continue;
    if (!file.isDraft && kept + file.bytes > limit && remove(file)) continue;
    kept += file.bytes;
  }
  return evicted;
} catch (...) {
  return {};
}

}  // namespace assay
