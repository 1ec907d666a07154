// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/packed_cache.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <deque>
#include <thread>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/engine/data/packed_file.h"

namespace assay {
namespace {

constexpr auto patience = std::chrono::milliseconds(100);   // between two looks at what another process builds

struct Shard {
  int64_t first = 0, count = 0;
  std::string hash;
  std::filesystem::path file;
};

std::vector<Shard> shardsOf(const std::filesystem::path& folder, const std::string& key, int64_t count) {
  std::vector<Shard> shards;
  for (int64_t first = 0; first < count; first += PackedCache::imagesInShard) {
    Shard shard{first, std::min(PackedCache::imagesInShard, count - first), {}, {}};
    shard.hash = sha256Hex(key + (count > PackedCache::imagesInShard ? "|from " + std::to_string(first) : std::string()));
    shard.file = folder / (shard.hash.substr(0, 32) + ".packed");
    shards.push_back(std::move(shard));
  }
  return shards;
}

}  // namespace

PackedCache::PackedCache(int64_t count) : count_(count), shards_(std::size_t((count + imagesInShard - 1) / imagesInShard)) {}
PackedCache::~PackedCache() = default;

std::shared_ptr<const PackedCache> PackedCache::open(const std::filesystem::path& folder, const std::string& key,
                                                     int64_t count, const Decode& decode, int threads,
                                                     const Progress& progress) {
  require(count > 0, "a packed cache needs at least one image", folder.string());
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  require(!failed, "the cache folder cannot be created: " + failed.message(), folder.string(), Code::Io);
  const std::vector<Shard> shards = shardsOf(folder, key, count);
  std::shared_ptr<PackedCache> cache(new PackedCache(count));
  std::deque<std::size_t> missing;
  for (std::size_t s = 0; s < shards.size(); ++s) missing.push_back(s);
  for (std::size_t busy = 0; !missing.empty();) {
    const std::size_t s = missing.front();
    const Shard& shard = shards[s];
    missing.pop_front();
    auto& file = cache->shards_[s];
    file = PackedFile::open(shard.file, shard.hash, shard.count);
    if (!file) {
      Progress ofAll{.report = {}, .cancel = progress.cancel};
      if (progress.report) ofAll.report = [&](int64_t done, int64_t, const std::string& what) { progress.report(shard.first + done, count, what); };
      const bool isBuilt = PackedFile::build(shard.file, shard.hash, shard.count, [&](int64_t index) { return decode(shard.first + index); }, threads, ofAll);
      if (isBuilt) file = PackedFile::open(shard.file, shard.hash, shard.count);
      require(!isBuilt || file, "the cache that was just written cannot be read", shard.file.string(), Code::Io);
    }
    busy = file ? 0 : busy + 1;
    if (file) continue;
    missing.push_back(s);   // another process builds it: meanwhile the next one
    if (busy < missing.size()) continue;
    progress.cancel.check();
    std::this_thread::sleep_for(patience);
    busy = 0;
  }
  return cache;
}

PackedView PackedCache::view(int64_t index) const {
  require(index >= 0 && index < count_, "the packed cache has no such image", std::to_string(index), Code::Internal);
  return shards_[std::size_t(index / imagesInShard)]->view(index % imagesInShard);
}

void PackedCache::readAhead(int64_t index) const {
  if (index >= 0 && index < count_) shards_[std::size_t(index / imagesInShard)]->readAhead(index % imagesInShard);
}

Image PackedCache::image(int64_t index) const {
  const PackedView from = view(index);
  Image copy(from.width, from.height, from.channels, from.bitDepth);
  std::memcpy(copy.data(), from.pixels, from.byteCount());
  return copy;
}

}  // namespace assay
