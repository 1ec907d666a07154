// SPDX-License-Identifier: Apache-2.0
// How two entities hang together: the chains of facts between them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/export.h"
#include "core/graph/adjacency.h"
#include "core/graph/triple.h"

namespace assay {

struct PathStep {
  Triple fact;
  bool isForward = true;   ///< walked from head to tail
  int32_t from() const { return isForward ? fact.head : fact.tail; }
  int32_t to() const { return isForward ? fact.tail : fact.head; }
  bool operator==(const PathStep&) const = default;
};

struct GraphPath {
  std::vector<PathStep> steps;
  /// Chance that a walker who takes any fact of an entity with equal chance goes this way (Lao and Cohen 2010, "Relational
  /// retrieval using a combination of path-constrained random walks", with all relations allowed): a chain over hubs that
  /// everything hangs on explains little.
  double probability = 0;
};

struct PathOptions {
  int longest = 3;              ///< facts in a chain, 1 to 6
  std::size_t most = 10;        ///< chains kept
  int64_t budget = 2'000'000;   ///< facts looked at; when it is used up the chains found so far are returned
};

struct FoundPaths {
  std::vector<GraphPath> paths;   ///< the most probable first; no entity twice in one
  bool isComplete = true;         ///< false: the budget was used up
};

/// Both ids lie within the adjacency; none when they are equal. Shorter chains are looked for first.
ASSAY_CORE_API FoundPaths findPaths(const Adjacency& adjacency, int32_t from, int32_t to, const PathOptions& options = {});

}  // namespace assay
