// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a graph that is on the canvas: nodes and links, without a pixel.
#pragma once

#include <optional>
#include <vector>

#include <QHash>
#include <QString>

#include "core/graph/triple.h"
#include "widgets/graph/force_layout.h"

namespace assay {

struct DrawnNode {
  int32_t entity = 0;
  QString name;
  int colour = 0;          ///< of its type: index for Theme::series()
  int64_t degree = 0;      ///< facts in the whole graph
};

/// Several facts of the same two entities are one line with all their names.
struct DrawnLink {
  int from = 0, to = 0;                ///< nodes, as the first fact points
  std::vector<int32_t> relations;      ///< known ones; empty when it is predicted
  QString text;
  std::optional<double> score;         ///< of a predicted link
  bool isPredicted() const { return score.has_value(); }
};

class GraphDrawing {
 public:
  static constexpr int mostNodes = 2000;   ///< more are a grey heap, whatever draws them

  const std::vector<DrawnNode>& nodes() const { return nodes_; }
  const std::vector<DrawnLink>& links() const { return links_; }
  ForceLayout& layout() { return layout_; }
  const ForceLayout& layout() const { return layout_; }

  std::optional<int> nodeOf(int32_t entity) const;
  bool isFull() const { return int(nodes_.size()) >= mostNodes; }
  /// The node of an entity; a new one lies beside `beside`. Needs room for it.
  int add(const DrawnNode& node, std::optional<int> beside = {});
  /// A fact between two drawn entities.
  void addFact(const Triple& fact, const QString& relation);
  /// A link that a model proposes; one that is known already is left as it is.
  void addPrediction(const Triple& fact, const QString& relation, double score);
  void clear();
  void clearPredictions();

 private:
  int linkBetween(int a, int b) const;

  std::vector<DrawnNode> nodes_;
  std::vector<DrawnLink> links_;
  QHash<int32_t, int> nodeOf_;
  QHash<quint64, int> linkOf_;   ///< by the pair of nodes
  ForceLayout layout_;
};

}  // namespace assay
