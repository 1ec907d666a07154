// SPDX-License-Identifier: Apache-2.0
// Finds paths for tracks: straight and diagonal steps on a grid, bends of at most 45 degrees, no two nets
// closer than the grid allows. Private to the sample generator.
#pragma once

#include <vector>

namespace assay {

struct GridCell {
  int x = 0, y = 0;
  bool operator==(const GridCell&) const = default;
};

class BoardRouter {
 public:
  explicit BoardRouter(int side) : side_(side), net_(std::size_t(side) * std::size_t(side), 0) {}

  int side() const { return side_; }
  bool contains(GridCell c) const { return c.x >= 0 && c.y >= 0 && c.x < side_ && c.y < side_; }
  /// 0: free.
  int netAt(GridCell c) const { return net_[index(c)]; }
  void claim(GridCell c, int net) { if (contains(c) && net_[index(c)] == 0) net_[index(c)] = net; }
  /// Whether every cell of the square with that half side is free.
  bool isFree(GridCell centre, int reach) const;

  /// A path of `net`, both ends included, which it then claims; empty when there is none. Deterministic.
  std::vector<GridCell> route(GridCell from, GridCell to, int net);

 private:
  std::size_t index(GridCell c) const { return std::size_t(c.y) * std::size_t(side_) + std::size_t(c.x); }
  bool mayStep(GridCell from, int direction, int net) const;

  int side_;
  std::vector<int> net_;
};

}  // namespace assay
