// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/engine/plugin/model_type.h"
#include "core/graph/graph.h"
#include "plugins/knowledge_graph/queries.h"

namespace assay::kg {

/// A graph's parts as this plugin uses them. Without a validation part, a share of training is held out for it.
class KgData {
 public:
  KgData(Graph graph, double validFraction, uint64_t seed);

  const Graph& graph() const { return graph_; }
  const std::vector<Triple>& part(Split split) const;
  /// Every true answer that any part knows: what filtered ranks leave out.
  const Queries& known() const;
  /// Answers of the part that is learnt from.
  std::shared_ptr<const Queries> knownInTraining() const;

 private:
  Graph graph_;
  std::vector<Triple> train_, valid_;
  mutable std::unique_ptr<Queries> known_;   // made when first needed
  mutable std::shared_ptr<const Queries> knownInTraining_;
};

}  // namespace assay::kg
