// SPDX-License-Identifier: Apache-2.0
// Private to core/graph.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "core/graph/fair_shared_mutex.h"
#include "core/graph/hnsw_graph.h"
#include "core/graph/vector_index.h"

namespace assay {

class VectorIndex::Impl {
 public:
  explicit Impl(const VectorIndexOptions& options, std::size_t capacity = 1024);

  /// Padded, of length one for Cosine. Throws Error{BadInput} for numbers that are not finite.
  void prepare(std::span<const float> vector, float* out) const;
  void checkDimension(std::size_t size) const;

  // The caller holds `mutex` for writing.
  void makeRoom(std::size_t more);
  void putType(uint32_t id, int32_t type);
  void addOne(const float* prepared, int64_t key, int32_t type);
  void insertMany(std::span<const int64_t> keys, const std::vector<float>& prepared, std::span<const int32_t> types, int threads,
                  const Progress& progress);

  // The caller holds `mutex`, at least for reading.
  std::size_t live() const { return graph->count() - graph->num_deleted_; }
  int64_t liveOf(std::optional<int32_t> type) const;
  std::vector<Hit> exact(const float* query, std::size_t count, std::optional<int32_t> type) const;
  std::vector<Hit> approximate(const float* query, std::size_t count, int ef, std::optional<int32_t> type) const;
  std::vector<Similar> similar(std::vector<Hit> hits, std::size_t count) const;

  VectorIndexOptions options;
  DotSpace space;
  std::unique_ptr<HnswGraph> graph;
  std::vector<int32_t> types;            // by id, as long as the capacity
  std::map<int32_t, int64_t> typeCounts; // of the living
  std::atomic<int> ef{VectorIndex::usualEf};
  mutable FairSharedMutex mutex;
};

}  // namespace assay
