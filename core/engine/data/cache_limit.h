// SPDX-License-Identifier: Apache-2.0
// Keeps the folder of packed caches (packed_cache.h) from growing without end.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/export.h"

namespace assay {

/// What decoded images may take on disk: 1,500 pairs of 640 x 640 take 1.8 GB, so a person who goes back and forth
/// between eight such projects decodes nothing twice.
inline constexpr uint64_t largestDecodedCache = uint64_t{16} << 30;

/// largestDecodedCache, or half of what the disk could give the folder when that is less.
ASSAY_ENGINE_API uint64_t decodedCacheLimit(const std::filesystem::path& folder);

struct Evicted {
  int64_t files = 0;
  uint64_t bytes = 0;
};

/// Removes drafts whose writer is dead, then the packed files that were not opened for the longest time, until the rest
/// takes at most `limit` bytes. A file that a living process has open stays, even above the limit: PackedCache holds a
/// lock on it. Other files are left alone. Nothing throws: a cache that cannot be tidied is no reason not to train.
ASSAY_ENGINE_API Evicted evictDecoded(const std::filesystem::path& folder, uint64_t limit) noexcept;

}  // namespace assay
