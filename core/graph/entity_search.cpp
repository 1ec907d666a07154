// SPDX-License-Identifier: Apache-2.0
#include "core/graph/entity_search.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/base/error.h"
#include "core/text/text_normaliser.h"

namespace assay {

namespace {

enum Kind { Equal, Beginning, Part };

/// The best few of many; names of one entity come one after the other and count once, as the best of them.
class Best {
 public:
  explicit Best(std::size_t most) : most_(most) {}

  void offer(int32_t entity, Kind kind, int64_t degree) {
    if (entity != entity_) keep();
    kind_ = entity == entity_ ? std::min(kind_, kind) : kind;
    entity_ = entity;
    degree_ = degree;
  }

  std::vector<int32_t> take() {
    keep();
    std::sort_heap(heap_.begin(), heap_.end());
    std::vector<int32_t> entities;
    for (const Place& place : heap_) entities.push_back(std::get<2>(place));
    return entities;
  }

 private:
  using Place = std::tuple<int, int64_t, int32_t>;   // what is smaller is better

  void keep() {
    if (entity_ < 0 || most_ == 0) return;
    const Place place{int(kind_), -degree_, entity_};
    if (heap_.size() == most_) {
      if (heap_.front() < place) return;
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.pop_back();
    }
    heap_.push_back(place);
    std::push_heap(heap_.begin(), heap_.end());
  }

  std::size_t most_;
  std::vector<Place> heap_;   // the worst in front
  int32_t entity_ = -1;
  Kind kind_ = Part;
  int64_t degree_ = 0;
};

}  // namespace

EntitySearch::EntitySearch(const Graph& graph, const Adjacency& adjacency) {
  for (int32_t entity = 0; entity < graph.entityCount(); ++entity) {
    degrees_.push_back(adjacency.degree(entity));
    add(graph.displayName(entity), entity);
    if (graph.entities().name(entity) != graph.displayName(entity)) add(graph.entities().name(entity), entity);
    for (const std::string& alias : graph.aliasesOf(entity)) add(alias, entity);
  }
  sorted_.resize(starts_.size());
  std::iota(sorted_.begin(), sorted_.end(), 0u);
  std::sort(sorted_.begin(), sorted_.end(), [this](uint32_t a, uint32_t b) {
    const auto place = [this](uint32_t name) { return std::tuple(nameAt(name), -degrees_[std::size_t(entities_[name])], name); };
    return place(a) < place(b);
  });
}

void EntitySearch::add(std::string_view name, int32_t entity) {
  std::string line = folded(name);
  std::replace(line.begin(), line.end(), '\n', ' ');
  require(text_.size() + line.size() < UINT32_MAX, "the names of the graph take more than 4 GiB", "entity search");
  starts_.push_back(uint32_t(text_.size()));
  entities_.push_back(entity);
  text_ += line + '\n';
}

std::string_view EntitySearch::nameAt(uint32_t name) const {
  const std::size_t begin = starts_[name], end = name + 1 < starts_.size() ? starts_[name + 1] : text_.size();
  return std::string_view(text_).substr(begin, end - begin - 1);
}

std::optional<int32_t> EntitySearch::called(std::string_view text) const {
  const std::string wanted = folded(text);
  const auto it = std::lower_bound(sorted_.begin(), sorted_.end(), std::string_view(wanted), [this](uint32_t name, std::string_view other) { return nameAt(name) < other; });
  if (wanted.empty() || it == sorted_.end() || nameAt(*it) != wanted) return {};
  return entities_[*it];
}

std::vector<int32_t> EntitySearch::find(std::string_view text, std::size_t most) const {
  const std::string wanted = folded(text);
  if (wanted.empty() || wanted.find('\n') != std::string::npos) return {};
  Best best(most);
  std::size_t name = 0;
  for (std::size_t at = text_.find(wanted); at != std::string::npos;) {
    while (name + 1 < starts_.size() && starts_[name + 1] <= at) ++name;
    const bool isAtBeginning = text_[at - 1] == '\n', isAtEnd = text_[at + wanted.size()] == '\n';
    const Kind kind = isAtBeginning ? isAtEnd ? Equal : Beginning : Part;
    best.offer(entities_[name], kind, degrees_[std::size_t(entities_[name])]);
    at = text_.find(wanted, text_.find('\n', at));   // once a name: a beginning comes before any other part
  }
  return best.take();
}

}  // namespace assay
