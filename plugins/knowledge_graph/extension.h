// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/graph/graph.h"
#include "plugins/knowledge_graph/kg_network.h"
#include "plugins/knowledge_graph/kg_options.h"

namespace assay::kg {

/// What a trained run says about a graph that has grown: entities and relations of the same name keep their numbers,
/// the others are learnt from their triples alone. The old run is only read, so that going back is using it again.
class Extension {
 public:
  /// `folder` is the run's. Throws Error{NotFound} without a run or checkpoint, Error{BadInput} when none of its
  /// entities is in the graph.
  Extension(const std::filesystem::path& folder, const Graph& graph);

  const std::string& scorer() const { return scorer_; }
  int64_t rank() const { return rank_; }
  int64_t newEntities() const;

  /// Copies the rows that are known and stops their gradients.
  void fillAndFreeze(KgNetwork& network) const;
  /// Those with a new entity or relation, and some of the others, drawn by `seed`: from them a new entity learns what it is no answer to.
  /// Empty when nothing is new.
  std::vector<Triple> toLearn(const std::vector<Triple>& triples, uint64_t seed) const;

 private:
  std::filesystem::path folder_;
  std::string scorer_;
  int64_t rank_ = 0;
  std::vector<int64_t> entityRows_, relationRows_;   // of the old tables; -1: new
};

}  // namespace assay::kg
