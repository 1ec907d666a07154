// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_data.h"

#include <algorithm>
#include <iterator>

#include "core/base/error.h"

namespace assay {

namespace {

std::vector<Triple> allFacts(const Graph& graph) {
  std::vector<Triple> facts = graph.train();
  for (const auto* part : {&graph.valid(), &graph.test()}) facts.insert(facts.end(), part->begin(), part->end());
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts;
}

Adjacency adjacencyOf(const Graph& graph, int64_t& count) {
  const std::vector<Triple> facts = allFacts(graph);
  count = int64_t(facts.size());
  return Adjacency(graph.entityCount(), facts);
}

}  // namespace

GraphData::GraphData(Graph graph) : graph_(std::move(graph)), adjacency_(adjacencyOf(graph_, factCount_)), search_(graph_, adjacency_) {}

std::shared_ptr<const GraphData> GraphData::read(std::vector<Item> items, const std::filesystem::path& root, const Progress& progress) {
  Snapshot snapshot;
  std::erase_if(items, [](const Item& item) { return item.kind != ItemKind::Triples; });
  snapshot.items = std::move(items);
  Graph graph(readGraph(snapshot, root, progress));
  require(graph.entityCount() > 0, "the project has no triples", root.string());
  return std::make_shared<const GraphData>(std::move(graph));
}

}  // namespace assay
