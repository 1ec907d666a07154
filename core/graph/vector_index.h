// SPDX-License-Identifier: Apache-2.0
// Finds the vectors nearest to one among many: an HNSW graph (Malkov and Yashunin 2018, over hnswlib) for large sets, an
// exact scan for small ones. Files: save() writes one file with a SHA-256 of its content; load() believes nothing of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/export.h"
#include "core/base/progress.h"

namespace assay {

enum class Similarity { Cosine, InnerProduct };

struct VectorIndexOptions {
  int dimension = 0;                             ///< 1 to 65536
  Similarity similarity = Similarity::Cosine;
  int neighbours = 16;                           ///< M of the paper, 2 to 256: links of an element on the upper layers
  int efConstruction = 200;
  uint64_t seed = 0;                             ///< of the layers; with one thread equal input gives equal files
};

struct Similar {
  int64_t key = 0;
  float score = 0;   ///< cosine or inner product; the highest is the nearest
  bool operator==(const Similar&) const = default;
};

enum class Exactness { Auto, Exact, Graph };

struct SimilarOptions {
  int ef = 0;                                  ///< breadth of the search, at least the count; 0: the index's own
  std::optional<int32_t> type;                 ///< only those that were added with it
  Exactness exactness = Exactness::Auto;       ///< Auto: exact among at most exactBelow candidates
};

/// All members may be called from any thread at any time. Searches run side by side; an add or a remove waits for the
/// searches under way, and those that come after it wait for it (about as long as one search takes). build() keeps
/// everybody out until it is done; save() keeps changes out, and what comes after a change, while it copies.
class ASSAY_CORE_API VectorIndex {
 public:
  static constexpr int64_t exactBelow = 2000;
  static constexpr int usualEf = 100;
  static constexpr int32_t noType = -1;

  explicit VectorIndex(const VectorIndexOptions& options);
  ~VectorIndex();
  VectorIndex(VectorIndex&&) noexcept;
  VectorIndex& operator=(VectorIndex&&) noexcept;

  const VectorIndexOptions& options() const;
  int64_t size() const;            ///< without the removed
  bool contains(int64_t key) const;
  std::optional<std::vector<float>> vectorOf(int64_t key) const;   ///< of length one for Cosine
  int ef() const;
  void setEf(int ef);

  /// Adds many: `vectors` is [keys.size() x dimension]; `types` is empty or as long as `keys`. A key that is there
  /// already gets the new vector. threads 0: all cores. Throws Error{BadInput} before anything is added: a key twice, a
  /// number that is not finite, a vector of zeros for Cosine. When stopped it keeps what was added.
  void build(std::span<const int64_t> keys, std::span<const float> vectors, std::span<const int32_t> types, int threads,
             const Progress& progress);
  /// One more, or another vector for a key; takes the place of a removed one where there is one.
  void add(int64_t key, std::span<const float> vector, int32_t type = noType);
  /// False when there is no such key.
  bool remove(int64_t key);

  /// The nearest, best first; fewer when there are not as many. Of equal scores the smaller key comes first.
  std::vector<Similar> search(std::span<const float> query, int count, const SimilarOptions& options = {}) const;

  /// Share of the truly nearest `count` that the graph finds for `queries` of its own vectors (themselves left out).
  double measureRecall(int count, int queries, uint64_t seed, int ef = 0) const;
  /// Sets the smallest ef of 32, 48, 64, 96 ... 4096 whose measured recall reaches `recall`; returns the recall at it.
  double tune(double recall, int count, int queries, uint64_t seed);

  void save(const std::filesystem::path& file) const;
  /// Throws Error{BadInput}: cut short, damaged, no such file; Error{NewerFormat}.
  static VectorIndex load(const std::filesystem::path& file);

 private:
  class Impl;
  explicit VectorIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay
