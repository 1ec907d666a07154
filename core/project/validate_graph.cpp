// SPDX-License-Identifier: Apache-2.0
#include "core/project/validate_graph.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/graph/graph_report.h"

namespace assay {

namespace fs = std::filesystem;

Problems graphProblems(const std::vector<Item>& items, const fs::path& root) {
  const auto isTriples = [](const Item& item) { return item.kind == ItemKind::Triples; };
  if (std::none_of(items.begin(), items.end(), isTriples))
    return {{Severity::Error, root.string(), "the project has no triples; import some with the format `triples`", "data.import"}};
  Snapshot snapshot;
  std::copy_if(items.begin(), items.end(), std::back_inserter(snapshot.items), isTriples);
  try {
    GraphParts parts = readGraph(snapshot, root, {});
    if (parts.train.empty()) return {};   // nothing in the training split: said for every kind of project
    const Graph graph(std::move(parts));
    return problemsOf(reportOn(graph), graph, root.string());
  } catch (const Error& error) {
    return {{Severity::Error, error.where(), error.message(), "data.import"}};
  }
}

}  // namespace assay
