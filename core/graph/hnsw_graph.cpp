// SPDX-License-Identifier: Apache-2.0
#include "core/graph/hnsw_graph.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"

namespace assay {

namespace {

constexpr int highestLevel = 32;

}  // namespace

HnswGraph::HnswGraph(DotSpace& space, std::size_t capacity, int m, int efConstruction, uint64_t seed)
    : HierarchicalNSW(&space, capacity, std::size_t(m), std::size_t(efConstruction), 100, true), space_(space), seed_(seed) {
  askForLargePages();
}

void HnswGraph::resize(std::size_t capacity) {
  resizeIndex(capacity);
  label_lookup_.reserve(capacity);
  askForLargePages();
}

/// A search jumps about in this memory: with pages of 2 MiB the processor finds most of them in its own table. A wish.
void HnswGraph::askForLargePages() {
#ifdef MADV_HUGEPAGE
  const auto page = std::size_t(::sysconf(_SC_PAGESIZE)), address = reinterpret_cast<std::size_t>(data_level0_memory_);
  const std::size_t begin = (address + page - 1) / page * page, end = (address + max_elements_ * size_data_per_element_) / page * page;
  if (end > begin) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

std::optional<uint32_t> HnswGraph::idOf(int64_t key) const {
  const auto found = label_lookup_.find(hnswlib::labeltype(key));
  return found == label_lookup_.end() || isMarkedDeleted(found->second) ? std::nullopt : std::optional<uint32_t>(found->second);
}

/// Drawn from the key, so that it does not depend on the order in which threads come.
int HnswGraph::levelOf(int64_t key) const {
  Random random(deriveSeed(seed_, uint64_t(key)));
  return std::min(highestLevel, int(-std::log(1 - random.uniform()) * mult_));
}

uint32_t HnswGraph::insert(const float* vector, int64_t key) {
  uint32_t id = 0;
  {
    const std::lock_guard lock(label_lookup_lock);
    require(cur_element_count < max_elements_, "the index is full", {}, Code::Internal);
    id = uint32_t(cur_element_count++);
    label_lookup_[hnswlib::labeltype(key)] = id;
  }
  const int level = levelOf(key);
  element_levels_[id] = level;
  std::unique_lock top(global);
  const int topLevel = maxlevel_;
  const uint32_t entry = enterpoint_node_;
  if (level <= topLevel) top.unlock();
  std::memset(data_level0_memory_ + id * size_data_per_element_, 0, size_data_per_element_);
  setExternalLabel(id, hnswlib::labeltype(key));
  std::memcpy(getDataByInternalId(id), vector, data_size_);
  linkLists_[id] = nullptr;
  if (level > 0) {
    linkLists_[id] = static_cast<char*>(std::calloc(1, size_links_per_element_ * std::size_t(level) + 1));
    require(linkLists_[id] != nullptr, "there is not enough memory for the index", {}, Code::Environment);
  }
  if (topLevel >= 0) connect(vector, id, level, entry, topLevel);
  if (level > topLevel) {
    enterpoint_node_ = id;
    maxlevel_ = level;
  }
  return id;
}

/// All layers are searched first, from the top; then the element is tied in from the bottom, so that whoever meets it on a
/// layer finds its links below. No two elements' locks are ever held together.
void HnswGraph::connect(const float* vector, uint32_t id, int level, uint32_t entry, int top) {
  uint32_t nearest = guardedDescent(vector, entry, top, level);
  std::vector<Candidates> byLayer(std::size_t(std::min(level, top)) + 1);
  for (int layer = std::min(level, top); layer >= 0; --layer) {
    Candidates& candidates = byLayer[std::size_t(layer)];
    candidates = searchBaseLayer(nearest, vector, layer);
    if (isMarkedDeleted(entry) || candidates.empty()) {
      candidates.emplace(space_.between(vector, vectorAt(entry)), entry);
      if (candidates.size() > ef_construction_) candidates.pop();
    }
    for (Candidates rest = candidates; layer > 0 && !rest.empty(); rest.pop()) nearest = rest.top().second;
  }
  for (int layer = 0; layer < int(byLayer.size()); ++layer) mutuallyConnectNewElement(vector, id, byLayer[std::size_t(layer)], layer, true);
}

/// Like greedyDescent, beside other insertions.
uint32_t HnswGraph::guardedDescent(const float* vector, uint32_t entry, int from, int to) {
  uint32_t nearest = entry;
  float best = space_.between(vector, vectorAt(nearest));
  for (int layer = from; layer > to; --layer)
    for (bool moved = true; moved;) {
      moved = false;
      for (const uint32_t other : getConnectionsWithLock(nearest, layer))
        if (const float d = space_.between(vector, vectorAt(other)); d < best) {
          best = d;
          nearest = other;
          moved = true;
        }
    }
  return nearest;
}

uint32_t HnswGraph::greedyDescent(const float* query, uint32_t entry, int from, int to) const {
  uint32_t nearest = entry;
  float best = space_.between(query, vectorAt(nearest));
  for (int layer = from; layer > to; --layer)
    for (bool moved = true; moved;) {
      moved = false;
      const unsigned* list = get_linklist(nearest, layer);
      const unsigned size = getListCount(const_cast<unsigned*>(list));
      for (unsigned i = 1; i <= size; ++i)
        if (const float d = space_.between(query, vectorAt(list[i])); d < best) {
          best = d;
          nearest = list[i];
          moved = true;
        }
    }
  return nearest;
}

void HnswGraph::search(const float* query, std::size_t ef, const std::function<bool(uint32_t)>* allowed, std::vector<Hit>& best) const {
  best.clear();
  if (cur_element_count == 0) return;
  const bool takesAll = num_deleted_ == 0 && !allowed;
  const auto isTaken = [&](uint32_t id) { return takesAll || (!isMarkedDeleted(id) && (!allowed || (*allowed)(id))); };
  const auto isFarther = [](const Hit& a, const Hit& b) { return b < a; };
  hnswlib::VisitedList* visited = visited_list_pool_->getFreeVisitedList();
  hnswlib::vl_type* const marks = visited->mass;
  const hnswlib::vl_type mark = visited->curV;
  std::vector<Hit> frontier;   // heap, nearest on top; `best` is one with the farthest on top
  frontier.reserve(ef * 2);
  best.reserve(ef + 1);
  const uint32_t entry = greedyDescent(query, enterpoint_node_, maxlevel_, 0);
  const Hit first{space_.between(query, vectorAt(entry)), entry};
  marks[entry] = mark;
  frontier.push_back(first);
  if (isTaken(entry)) best.push_back(first);
  uint32_t fresh[512];
  while (!frontier.empty() && (best.size() < ef || frontier.front().distance <= best.front().distance)) {
    std::pop_heap(frontier.begin(), frontier.end(), isFarther);
    const uint32_t current = frontier.back().id;
    frontier.pop_back();
    const unsigned* list = get_linklist0(current);
    const unsigned size = getListCount(const_cast<unsigned*>(list));
    unsigned count = 0;
    for (unsigned i = 1; i <= size; ++i) {
      const uint32_t id = list[i];
      if (marks[id] == mark) continue;
      marks[id] = mark;
      fresh[count++] = id;
      const char* data = reinterpret_cast<const char*>(vectorAt(id));
      for (std::size_t line = 0; line < 256 && line < data_size_; line += 64) __builtin_prefetch(data + line);
    }
    for (unsigned i = 0; i < count; ++i) {
      const Hit hit{space_.between(query, vectorAt(fresh[i])), fresh[i]};
      if (best.size() >= ef && hit.distance >= best.front().distance) continue;
      frontier.push_back(hit);
      std::push_heap(frontier.begin(), frontier.end(), isFarther);
      if (!isTaken(hit.id)) continue;
      best.push_back(hit);
      std::push_heap(best.begin(), best.end());
      if (best.size() <= ef) continue;
      std::pop_heap(best.begin(), best.end());
      best.pop_back();
    }
  }
  visited_list_pool_->releaseVisitedList(visited);
}

}  // namespace assay
