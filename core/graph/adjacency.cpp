// SPDX-License-Identifier: Apache-2.0
#include "core/graph/adjacency.h"

#include <algorithm>

namespace assay {

namespace {

enum class Way { Out, In };

int32_t rowOf(const Triple& t, Way way) { return way == Way::Out ? t.head : t.tail; }
int32_t otherOf(const Triple& t, Way way) { return way == Way::Out ? t.tail : t.head; }

void build(int32_t entities, std::span<const Triple> triples, Way way, std::vector<int64_t>& start, std::vector<Edge>& edges) {
  start.assign(std::size_t(entities) + 1, 0);
  for (const Triple& t : triples) ++start[std::size_t(rowOf(t, way)) + 1];
  for (std::size_t i = 1; i < start.size(); ++i) start[i] += start[i - 1];
  edges.resize(triples.size());
  std::vector<int64_t> next(start.begin(), start.end() - 1);
  for (const Triple& t : triples) edges[std::size_t(next[std::size_t(rowOf(t, way))]++)] = {t.relation, otherOf(t, way)};
  for (std::size_t i = 0; i + 1 < start.size(); ++i) std::sort(edges.begin() + start[i], edges.begin() + start[i + 1]);
}

}  // namespace

Adjacency::Adjacency(int32_t entities, std::span<const Triple> triples) {
  build(entities, triples, Way::Out, outStart_, outEdges_);
  build(entities, triples, Way::In, inStart_, inEdges_);
}

std::vector<Neighbour> Adjacency::neighbours(int32_t entity) const {
  std::vector<Neighbour> all;
  all.reserve(std::size_t(degree(entity)));
  for (const Edge& edge : out(entity)) all.push_back({edge.relation, edge.entity, true});
  for (const Edge& edge : in(entity)) all.push_back({edge.relation, edge.entity, false});
  return all;
}

}  // namespace assay
