// SPDX-License-Identifier: GPL-3.0-or-later
// Where the nodes of a drawn graph lie: linked ones pull each other, all push each other away (Fruchterman and Reingold
// 1991, "Graph drawing by force-directed placement"), the forces cooling down until nothing moves.
#pragma once

#include <vector>

#include <QPointF>

namespace assay {

/// Plain arithmetic on a few thousand nodes; not thread-safe. Places are in pixels at scale 1, around (0, 0).
class ForceLayout {
 public:
  static constexpr double linkLength = 90;   ///< pixels that a link of two lone nodes would have

  /// Adds a node; the same calls give the same layout.
  int addNode(QPointF at);
  /// Between two different nodes; a second link of the same two changes nothing.
  void addLink(int from, int to);
  void removeLink(int from, int to);

  int nodeCount() const { return int(x_.size()); }
  QPointF position(int node) const { return {x_[std::size_t(node)], y_[std::size_t(node)]}; }
  /// Puts a node somewhere; it is held there until release().
  void hold(int node, QPointF at);
  void release(int node) { isHeld_[std::size_t(node)] = false; }

  /// Lets everything move again, after a change. `warmth` in (0, 1].
  void warm(double warmth = 1);
  bool isSettled() const { return warmth_ <= 0; }
  /// One move; nothing when it is settled. 500 nodes take well under a millisecond.
  void step();

 private:
  void pushApart();
  void pullTogether();

  std::vector<float> x_, y_, pushX_, pushY_;
  std::vector<char> isHeld_;
  std::vector<std::pair<int, int>> links_;
  std::vector<int> degree_;
  double warmth_ = 0;
};

}  // namespace assay
