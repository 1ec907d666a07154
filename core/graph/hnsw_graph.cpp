// SPDX-License-Identifier: Apache-2.0
#include "core/graph/hnsw_graph.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"

namespace assay {

namespace {

constexpr int highestLevel = 32;
constexpr std::size_t sortedUpTo = 4096;   // hits: moving more of them in an array costs more than heaps do
constexpr unsigned mostLinks = 512;   // of an element on the lowest layer: twice the most neighbours of an index

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

/// The neighbours of an element that were not met yet, on their way into the cache.
class HnswGraph::Frontier {
 public:
  explicit Frontier(const HnswGraph& graph) : graph_(graph), visited_(graph.visited_list_pool_->getFreeVisitedList()) {}
  ~Frontier() { graph_.visited_list_pool_->releaseVisitedList(visited_); }
  Frontier(const Frontier&) = delete;
  Frontier& operator=(const Frontier&) = delete;

  bool meet(uint32_t id) {
    if (visited_->mass[id] == visited_->curV) return false;
    visited_->mass[id] = visited_->curV;
    return true;
  }
  template <class Links>
  std::span<const uint32_t> unmet(uint32_t id, const Links& linksOf) {
    const unsigned size = linksOf(id, links_);
    std::size_t count = 0;
    for (unsigned i = 0; i < size; ++i) {
      if (!meet(links_[i])) continue;
      const char* data = reinterpret_cast<const char*>(graph_.vectorAt(links_[i]));
      for (std::size_t line = 0; line < 256 && line < graph_.data_size_; line += 64) __builtin_prefetch(data + line);
      links_[count++] = links_[i];
    }
    return {links_, count};
  }

 private:
  const HnswGraph& graph_;
  hnswlib::VisitedList* const visited_;
  uint32_t links_[mostLinks];
};

/// The product of finite numbers may overflow: what is no number would have no place in an order.
Hit HnswGraph::hitOf(const float* query, uint32_t id) const {
  const float distance = space_.between(query, vectorAt(id));
  return {std::isnan(distance) ? std::numeric_limits<float>::infinity() : distance, id};
}

/// Best first from `entry`, everything taken: `best` becomes the `ef` nearest that were met, nearest first. One sorted array is both what
/// was found and what is still to be looked at: moving a few hundred numbers costs less than two heaps with their unforeseeable branches.
template <class Links>
void HnswGraph::explore(const float* query, uint32_t entry, std::size_t ef, const Links& linksOf, std::vector<Hit>& best) const {
  constexpr uint32_t done = uint32_t{1} << 31;   // its neighbours were looked at; ids are smaller
  Frontier frontier(*this);
  frontier.meet(entry);
  best.assign(1, hitOf(query, entry));
  best.reserve(ef + 1);
  for (std::size_t at = 0; at < best.size();) {
    if (best[at].id & done) {
      ++at;
      continue;
    }
    const uint32_t current = best[at].id;
    best[at].id |= done;
    std::size_t next = at + 1;
    for (const uint32_t id : frontier.unmet(current, linksOf)) {
      const Hit hit = hitOf(query, id);
      if (best.size() >= ef && hit.distance >= best.back().distance) continue;
      const auto place = std::upper_bound(best.begin(), best.end(), hit);
      next = std::min(next, std::size_t(place - best.begin()));
      best.insert(place, hit);
      if (best.size() > ef) best.pop_back();
    }
    at = next;
  }
  for (Hit& hit : best) hit.id &= ~done;
}

/// The same where some may be walked over but not taken: `best` becomes a heap, the farthest on top.
template <class Links, class Taken>
void HnswGraph::explore(const float* query, uint32_t entry, std::size_t ef, const Links& linksOf, const Taken& isTaken, std::vector<Hit>& best) const {
  const auto isFarther = [](const Hit& a, const Hit& b) { return b < a; };
  Frontier frontier(*this);
  std::vector<Hit> ahead;   // heap, nearest on top
  ahead.reserve(ef * 2);
  best.clear();
  best.reserve(ef + 1);
  const Hit first = hitOf(query, entry);
  frontier.meet(entry);
  ahead.push_back(first);
  if (isTaken(entry)) best.push_back(first);
  while (!ahead.empty() && (best.size() < ef || ahead.front().distance <= best.front().distance)) {
    std::pop_heap(ahead.begin(), ahead.end(), isFarther);
    const uint32_t current = ahead.back().id;
    ahead.pop_back();
    for (const uint32_t id : frontier.unmet(current, linksOf)) {
      const Hit hit = hitOf(query, id);
      if (best.size() >= ef && hit.distance >= best.front().distance) continue;
      ahead.push_back(hit);
      std::push_heap(ahead.begin(), ahead.end(), isFarther);
      if (!isTaken(hit.id)) continue;
      best.push_back(hit);
      std::push_heap(best.begin(), best.end());
      if (best.size() <= ef) continue;
      std::pop_heap(best.begin(), best.end());
      best.pop_back();
    }
  }
}

/// All layers are searched first, from the top; then the element is tied in from the bottom, so that whoever meets it on a
/// layer finds its links below. No two elements' locks are ever held together.
void HnswGraph::connect(const float* vector, uint32_t id, int level, uint32_t entry, int top) {
  uint32_t nearest = guardedDescent(vector, entry, top, level);
  std::vector<std::vector<Hit>> byLayer(std::size_t(std::min(level, top)) + 1);
  for (int layer = std::min(level, top); layer >= 0; --layer) {
    std::vector<Hit>& hits = byLayer[std::size_t(layer)];
    const auto linksOf = [&](uint32_t at, uint32_t* out) { return copiedLinks(at, layer, out); };
    if (num_deleted_ == 0 && ef_construction_ <= sortedUpTo) explore(vector, nearest, ef_construction_, linksOf, hits);
    else explore(vector, nearest, ef_construction_, linksOf, [&](uint32_t other) { return !isMarkedDeleted(other); }, hits);
    if (isMarkedDeleted(entry) || hits.empty()) hits.push_back(hitOf(vector, entry));
    nearest = std::min_element(hits.begin(), hits.end())->id;
  }
  for (int layer = 0; layer < int(byLayer.size()); ++layer) {
    std::vector<std::pair<float, hnswlib::tableint>> hits;
    for (const Hit& hit : byLayer[std::size_t(layer)]) hits.emplace_back(hit.distance, hit.id);
    Candidates candidates(CompareByFirst(), std::move(hits));
    if (candidates.size() > ef_construction_) candidates.pop();
    mutuallyConnectNewElement(vector, id, candidates, layer, true);
  }
}

/// While others insert.
unsigned HnswGraph::copiedLinks(uint32_t id, int layer, uint32_t* out) {
  const std::lock_guard lock(link_list_locks_[id]);
  const unsigned* list = get_linklist_at_level(id, layer);
  const unsigned size = getListCount(const_cast<unsigned*>(list));
  std::copy_n(list + 1, size, out);
  return size;
}

/// Like greedyDescent, beside other insertions.
uint32_t HnswGraph::guardedDescent(const float* vector, uint32_t entry, int from, int to) {
  uint32_t nearest = entry;
  float best = hitOf(vector, nearest).distance;
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
  float best = hitOf(query, nearest).distance;
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
  const auto linksOf = [&](uint32_t id, uint32_t* out) {
    const unsigned* list = get_linklist0(id);
    const unsigned size = getListCount(const_cast<unsigned*>(list));
    std::copy_n(list + 1, size, out);
    return size;
  };
  const uint32_t entry = greedyDescent(query, enterpoint_node_, maxlevel_, 0);
  if (num_deleted_ == 0 && !allowed && ef <= sortedUpTo) return explore(query, entry, ef, linksOf, best);
  explore(query, entry, ef, linksOf, [&](uint32_t id) { return !isMarkedDeleted(id) && (!allowed || (*allowed)(id)); }, best);
}

}  // namespace assay
