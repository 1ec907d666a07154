// SPDX-License-Identifier: Apache-2.0
#include "core/graph/entity_search.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "core/base/error.h"
#include "core/graph/text_normaliser.h"

namespace assay {

namespace {

enum Kind { Equal, Beginning, Part };

}  // namespace

EntitySearch::EntitySearch(const Graph& graph, const Adjacency& adjacency) {
  for (int32_t entity = 0; entity < graph.entityCount(); ++entity) {
    degrees_.push_back(adjacency.degree(entity));
    add(graph.displayName(entity), entity);
    if (graph.entities().name(entity) != graph.displayName(entity)) add(graph.entities().name(entity), entity);
    for (const std::string& alias : graph.aliasesOf(entity)) add(alias, entity);
  }
}

void EntitySearch::add(std::string_view name, int32_t entity) {
  std::string line = folded(name);
  std::replace(line.begin(), line.end(), '\n', ' ');
  require(text_.size() + line.size() < UINT32_MAX, "the names of the graph take more than 4 GiB", "entity search");
  starts_.push_back(uint32_t(text_.size()));
  entities_.push_back(entity);
  text_ += line + '\n';
}

std::vector<int32_t> EntitySearch::find(std::string_view text, std::size_t most) const {
  const std::string wanted = folded(text);
  if (wanted.empty() || wanted.find('\n') != std::string::npos) return {};
  std::unordered_map<int32_t, Kind> found;
  for (std::size_t at = text_.find(wanted); at != std::string::npos;) {
    const std::size_t name = std::size_t(std::upper_bound(starts_.begin(), starts_.end(), at) - starts_.begin()) - 1;
    const bool isAtBeginning = text_[at - 1] == '\n', isAtEnd = text_[at + wanted.size()] == '\n';
    const Kind kind = isAtBeginning ? isAtEnd ? Equal : Beginning : Part;
    const auto [it, isNew] = found.emplace(entities_[name], kind);
    if (!isNew) it->second = std::min(it->second, kind);
    at = text_.find(wanted, text_.find('\n', at));   // once a name: a beginning comes before any other part
  }
  std::vector<std::tuple<int, int64_t, int32_t>> order;
  for (const auto& [entity, kind] : found) order.emplace_back(int(kind), -degrees_[std::size_t(entity)], entity);
  const std::size_t kept = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + std::ptrdiff_t(kept), order.end());
  std::vector<int32_t> entities;
  for (std::size_t i = 0; i < kept; ++i) entities.push_back(std::get<2>(order[i]));
  return entities;
}

}  // namespace assay
