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

using Clock = std::chrono::steady_clock;

constexpr int64_t fewestInShard = 256, mostShards = 64;         // each shard is an open file
constexpr auto pause = std::chrono::milliseconds(100);          // between two looks at what another process builds
constexpr auto patience = std::chrono::minutes(10);             // then it is built here, too: a lock may outlive a host that crashed

struct Shard {
  int64_t first = 0, count = 0;
  std::string hash;
  std::filesystem::path file;
};

std::vector<Shard> shardsOf(const std::filesystem::path& folder, const std::string& key, int64_t count) {
  const int64_t each = PackedCache::imagesInShard(count);
  std::vector<Shard> shards;
  for (int64_t first = 0; first < count; first += each) {
    Shard shard{first, std::min(each, count - first), {}, {}};
    shard.hash = sha256Hex(key + (count > each ? "|from " + std::to_string(first) : std::string()));
    shard.file = folder / (shard.hash.substr(0, 32) + ".packed");
    shards.push_back(std::move(shard));
  }
  return shards;
}

}  // namespace

int64_t PackedCache::imagesInShard(int64_t count) { return std::max(fewestInShard, (count + mostShards - 1) / mostShards); }

PackedCache::PackedCache(int64_t count) : count_(count), inShard_(imagesInShard(count)), shards_(std::size_t((count + inShard_ - 1) / inShard_)) {}
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
  std::size_t refused = 0;                   // shards in a row that others build
  Clock::time_point lastFound = Clock::now();
  while (!missing.empty()) {
    const std::size_t s = missing.front();
    const Shard& shard = shards[s];
    missing.pop_front();
    auto& file = cache->shards_[s];
    file = PackedFile::open(shard.file, shard.hash, shard.count);
    if (!file) {
      Progress ofAll{.report = {}, .cancel = progress.cancel};
      if (progress.report) ofAll.report = [&](int64_t done, int64_t, const std::string& what) { progress.report(shard.first + done, count, what); };
      file = PackedFile::build(shard.file, shard.hash, shard.count, [&](int64_t index) { return decode(shard.first + index); },
                               {.threads = threads, .progress = ofAll, .alsoBesideOthers = Clock::now() - lastFound > patience});
    }
    if (file) {
      refused = 0;
      lastFound = Clock::now();
      continue;
    }
    missing.push_back(s);   // another process builds it: meanwhile the next one
    if (++refused < missing.size()) continue;
    progress.step(count - std::min(count, int64_t(missing.size()) * cache->inShard_), count, "waiting for another process that decodes the same images");
    std::this_thread::sleep_for(pause);
    refused = 0;
  }
  return cache;
}

PackedView PackedCache::view(int64_t index) const {
  require(index >= 0 && index < count_, "the packed cache has no such image", std::to_string(index), Code::Internal);
  return shards_[std::size_t(index / inShard_)]->view(index % inShard_);
}

void PackedCache::readAhead(int64_t index) const {
  if (index >= 0 && index < count_) shards_[std::size_t(index / inShard_)]->readAhead(index % inShard_);
}

Image PackedCache::image(int64_t index) const {
  const PackedView from = view(index);
  Image copy(from.width, from.height, from.channels, from.bitDepth);
  std::memcpy(copy.data(), from.pixels, from.byteCount());
  return copy;
}

}  // namespace assay
