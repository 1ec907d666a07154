// SPDX-License-Identifier: Apache-2.0
// hnswlib's graph with what it lacks: insertion without its data races (it reads the entry point and draws levels
// unguarded), a search that keeps what it met in one sorted array, and a form on disk that is checked. Private to core/graph.
#pragma once

#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include <hnswlib/hnswlib.h>

#include "core/graph/dot_product.h"

namespace assay {

/// 1 - inner product of vectors that are padded with zeros to a whole number of blocks.
class DotSpace : public hnswlib::SpaceInterface<float> {
 public:
  explicit DotSpace(std::size_t padded) : padded_(padded), dot_(bestDotProduct()) {}
  std::size_t get_data_size() override { return padded_ * sizeof(float); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return bestDotDistance(); }
  void* get_dist_func_param() override { return &padded_; }
  std::size_t padded() const { return padded_; }
  float between(const float* a, const float* b) const { return 1 - dot_(a, b, padded_); }

 private:
  std::size_t padded_;
  DotProduct dot_;
};

struct Hit {
  float distance = 0;
  uint32_t id = 0;
  bool operator<(const Hit& other) const { return distance < other.distance; }
};

class HnswGraph : public hnswlib::HierarchicalNSW<float> {
 public:
  HnswGraph(DotSpace& space, std::size_t capacity, int m, int efConstruction, uint64_t seed);

  /// Room for `capacity` elements in all. Alone.
  void resize(std::size_t capacity);
  std::size_t count() const { return cur_element_count; }
  const float* vectorAt(uint32_t id) const { return reinterpret_cast<const float*>(getDataByInternalId(id)); }
  std::optional<uint32_t> idOf(int64_t key) const;
  int64_t keyAt(uint32_t id) const { return int64_t(getExternalLabel(id)); }

  /// A key that is not there yet, while there is room; several threads at once.
  uint32_t insert(const float* vector, int64_t key);
  /// At most `ef` of the nearest that `allowed` takes, in no order. Not while something is inserted.
  void search(const float* query, std::size_t ef, const std::function<bool(uint32_t)>* allowed, std::vector<Hit>& best) const;

  /// How far an element is; infinitely when the product overflowed to what is no number.
  Hit hitOf(const float* query, uint32_t id) const;

  using Sink = std::function<void(const void*, std::size_t)>;
  using Source = std::function<void(void*, std::size_t)>;
  void write(const Sink& sink) const;
  /// Into an empty graph with room for `count`. Throws Error{BadInput, place} for anything that points outside.
  void read(const Source& source, std::size_t count, const std::string& place);

 private:
  void askForLargePages();
  int levelOf(int64_t key) const;
  using Candidates = std::priority_queue<std::pair<float, hnswlib::tableint>, std::vector<std::pair<float, hnswlib::tableint>>, CompareByFirst>;
  uint32_t guardedDescent(const float* vector, uint32_t entry, int from, int to);
  uint32_t greedyDescent(const float* query, uint32_t entry, int from, int to) const;
  class Frontier;
  template <class Links>
  void explore(const float* query, uint32_t entry, std::size_t ef, const Links& linksOf, std::vector<Hit>& best) const;
  template <class Links, class Taken>
  void explore(const float* query, uint32_t entry, std::size_t ef, const Links& linksOf, const Taken& isTaken, std::vector<Hit>& best) const;
  unsigned copiedLinks(uint32_t id, int layer, uint32_t* out);
  void connect(const float* vector, uint32_t id, int level, uint32_t entry, int top);
  void checkLinks(const std::string& place) const;
  void checkList(const unsigned* list, int level, const std::string& place) const;

  const DotSpace& space_;
  uint64_t seed_;
};

}  // namespace assay
