// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/export.h"
#include "core/graph/triple.h"

namespace assay {

/// One end of a triple seen from the other.
struct Edge {
  int32_t relation = 0, entity = 0;
  auto operator<=>(const Edge&) const = default;
};

/// A neighbour and the way its triple points: outgoing is (asked, relation, entity).
struct Neighbour {
  int32_t relation = 0, entity = 0;
  bool isOutgoing = true;
  bool operator==(const Neighbour&) const = default;
};

/// Compressed rows of a set of triples, both ways; each row sorted by relation, then entity. Immutable.
class ASSAY_CORE_API Adjacency {
 public:
  /// Every id of `triples` lies in [0, entities).
  Adjacency(int32_t entities, std::span<const Triple> triples);

  /// (entity, relation, x) for each edge {relation, x}.
  std::span<const Edge> out(int32_t entity) const { return row(outStart_, outEdges_, entity); }
  /// (x, relation, entity) for each edge {relation, x}.
  std::span<const Edge> in(int32_t entity) const { return row(inStart_, inEdges_, entity); }
  int64_t degree(int32_t entity) const { return int64_t(out(entity).size() + in(entity).size()); }
  std::vector<Neighbour> neighbours(int32_t entity) const;

 private:
  using Starts = std::vector<int64_t>;
  using Edges = std::vector<Edge>;
  static std::span<const Edge> row(const Starts& start, const Edges& edges, int32_t entity) {
    const std::size_t at = std::size_t(entity);
    return {edges.data() + start[at], std::size_t(start[at + 1] - start[at])};
  }
  Starts outStart_, inStart_;   // [entities + 1]
  Edges outEdges_, inEdges_;    // [triples]
};

}  // namespace assay
