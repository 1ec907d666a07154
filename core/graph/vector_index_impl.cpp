// SPDX-License-Identifier: Apache-2.0
#include "core/graph/vector_index_impl.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "core/base/error.h"

namespace assay {

namespace {

std::size_t paddedSize(int dimension) { return (std::size_t(dimension) + dotBlock - 1) / dotBlock * dotBlock; }

const VectorIndexOptions& checked(const VectorIndexOptions& o) {
  require(o.dimension >= 1 && o.dimension <= 65536, "the dimension of the vectors is " + std::to_string(o.dimension) + "; expected 1 to 65536", {}, Code::BadOption);
  require(o.neighbours >= 2 && o.neighbours <= 256, "the index's neighbours are " + std::to_string(o.neighbours) + "; expected 2 to 256", {}, Code::BadOption);
  require(o.efConstruction >= 1 && o.efConstruction <= 100000, "ef_construction is " + std::to_string(o.efConstruction) + "; expected 1 to 100000", {},
          Code::BadOption);
  return o;
}

constexpr std::size_t insertsBetweenReports = 256;

}  // namespace

VectorIndex::Impl::Impl(const VectorIndexOptions& given, std::size_t capacity)
    : options(checked(given)), space(paddedSize(given.dimension)),
      graph(std::make_unique<HnswGraph>(space, std::max<std::size_t>(capacity, 1), given.neighbours, given.efConstruction, given.seed)),
      types(graph->max_elements_, VectorIndex::noType) {}

void VectorIndex::Impl::checkDimension(std::size_t size) const {
  require(size == std::size_t(options.dimension), "the vector has " + std::to_string(size) + " numbers; the index is of dimension " + std::to_string(options.dimension));
}

void VectorIndex::Impl::prepare(std::span<const float> vector, float* out) const {
  double square = 0;
  for (std::size_t i = 0; i < vector.size(); ++i) {
    if (!std::isfinite(vector[i])) throw Error(Code::BadInput, "a number of the vector is not finite");
    square += double(vector[i]) * vector[i];
    out[i] = vector[i];
  }
  std::fill(out + vector.size(), out + space.padded(), 0.0f);
  if (options.similarity != Similarity::Cosine) return;
  if (square <= 0) throw Error(Code::BadInput, "the vector is all zeros; the cosine needs a direction");
  const auto scale = float(1 / std::sqrt(square));
  for (std::size_t i = 0; i < vector.size(); ++i) out[i] *= scale;
}

void VectorIndex::Impl::makeRoom(std::size_t more) {
  const std::size_t needed = graph->count() + more;
  if (needed <= graph->max_elements_) return;
  require(needed < std::size_t(INT32_MAX), "the index holds at most 2147483646 vectors");
  const std::size_t capacity = more == 1 ? std::max(needed, graph->max_elements_ * 3 / 2) : needed;
  graph->resize(capacity);
  types.resize(capacity, VectorIndex::noType);
}

void VectorIndex::Impl::putType(uint32_t id, int32_t type) {
  types[id] = type;
  ++typeCounts[type];
}

void VectorIndex::Impl::addOne(const float* prepared, int64_t key, int32_t type) {
  const auto label = hnswlib::labeltype(key);
  const auto found = graph->label_lookup_.find(label);
  if (found != graph->label_lookup_.end()) {   // another vector for a key, perhaps of one that was removed
    if (graph->isMarkedDeleted(found->second)) graph->unmarkDelete(label);
    else --typeCounts[types[found->second]];
    graph->addPoint(prepared, label, false);
  } else if (graph->num_deleted_ > 0) {
    graph->addPoint(prepared, label, true);
  } else {
    makeRoom(1);
    graph->insert(prepared, key);
  }
  putType(graph->label_lookup_.at(label), type);
}

void VectorIndex::Impl::insertMany(std::span<const int64_t> keys, const std::vector<float>& prepared, std::span<const int32_t> itemTypes, int threads,
                                   const Progress& progress) {
  makeRoom(keys.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stops{false};
  std::mutex guard;   // of what follows
  std::exception_ptr fault;
  const auto work = [&](bool reports) {
    try {
      for (std::size_t i; !stops && (i = next++) < keys.size();) {
        const uint32_t id = graph->insert(prepared.data() + i * space.padded(), keys[i]);
        {
          const std::lock_guard lock(guard);
          putType(id, itemTypes.empty() ? VectorIndex::noType : itemTypes[i]);
        }
        if (reports && i % insertsBetweenReports == 0) progress.step(int64_t(i), int64_t(keys.size()), "building the index");
      }
    } catch (...) {
      stops = true;
      const std::lock_guard lock(guard);
      if (!fault) fault = std::current_exception();
    }
  };
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads; ++i) helpers.emplace_back(work, false);
  work(true);
  for (std::thread& helper : helpers) helper.join();
  if (fault) std::rethrow_exception(fault);
}

int64_t VectorIndex::Impl::liveOf(std::optional<int32_t> type) const {
  if (!type) return int64_t(live());
  const auto found = typeCounts.find(*type);
  return found == typeCounts.end() ? 0 : found->second;
}

std::vector<Hit> VectorIndex::Impl::exact(const float* query, std::size_t count, std::optional<int32_t> type) const {
  std::vector<Hit> best;   // heap with the farthest on top
  for (uint32_t id = 0; id < graph->count(); ++id) {
    if ((type && types[id] != *type) || graph->isMarkedDeleted(id)) continue;
    best.push_back(graph->hitOf(query, id));
    std::push_heap(best.begin(), best.end());
    if (best.size() <= count) continue;
    std::pop_heap(best.begin(), best.end());
    best.pop_back();
  }
  return best;
}

std::vector<Hit> VectorIndex::Impl::approximate(const float* query, std::size_t count, int wantedEf, std::optional<int32_t> type) const {
  const std::function<bool(uint32_t)> allowed = [&](uint32_t id) { return types[id] == *type; };
  std::vector<Hit> best;
  graph->search(query, std::max<std::size_t>(count, std::size_t(wantedEf > 0 ? wantedEf : ef.load())), type ? &allowed : nullptr, best);
  return best;
}

/// A search brings hundreds where ten are wanted: only these, and those that are as near as the last of them, are looked up.
std::vector<Similar> VectorIndex::Impl::similar(std::vector<Hit> hits, std::size_t count) const {
  std::vector<Similar> result;
  if (count > 0 && hits.size() > count) {
    const auto last = hits.begin() + std::ptrdiff_t(count) - 1;
    std::nth_element(hits.begin(), last, hits.end());
    hits.erase(std::remove_if(last + 1, hits.end(), [limit = last->distance](const Hit& hit) { return hit.distance > limit; }), hits.end());
  }
  for (const Hit& hit : hits) result.push_back({graph->keyAt(hit.id), 1 - hit.distance});
  std::sort(result.begin(), result.end(), [](const Similar& a, const Similar& b) { return a.score != b.score ? a.score > b.score : a.key < b.key; });
  if (result.size() > count) result.resize(count);
  return result;
}

}  // namespace assay
