// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <QString>

#include "core/graph/adjacency.h"
#include "core/graph/entity_search.h"
#include "core/graph/graph.h"
#include "core/labels/item.h"

namespace assay {

/// A project's graph as the pages look at it: all splits, because people look at what is known. Immutable; reading from
/// several threads is safe.
class GraphData {
 public:
  explicit GraphData(Graph graph);
  /// Reads the files of the items of kind Triples: seconds for a large graph. Throws what readGraph throws, and
  /// Error{BadInput} when there is no triple at all.
  static std::shared_ptr<const GraphData> read(std::vector<Item> items, const std::filesystem::path& root, const Progress& progress);

  const Graph& graph() const { return graph_; }
  const Adjacency& adjacency() const { return adjacency_; }
  const EntitySearch& search() const { return search_; }
  QString name(int32_t entity) const { return QString::fromStdString(graph_.displayName(entity)); }
  QString relation(int32_t relation) const { return QString::fromStdString(graph_.relationName(relation)); }
  /// Index for Theme::series(): one a type, in the order of the names file; 0 without types.
  int colour(int32_t entity) const { return std::max(graph_.typeIdOf(entity), 0); }
  int64_t factCount() const { return factCount_; }

 private:
  int64_t factCount_ = 0;   // before adjacency_, which counts
  Graph graph_;
  Adjacency adjacency_;
  EntitySearch search_;
};

}  // namespace assay
