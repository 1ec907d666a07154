// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_board_router.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <queue>
#include <tuple>

namespace assay {

namespace {

constexpr int stepX[8] = {1, 1, 0, -1, -1, -1, 0, 1};
constexpr int stepY[8] = {0, 1, 1, 1, 0, -1, -1, -1};
constexpr int bendCost = 9;

int stepCost(int direction) { return direction % 2 == 0 ? 10 : 14; }

int distance(GridCell a, GridCell b) {
  const int dx = std::abs(a.x - b.x), dy = std::abs(a.y - b.y);
  return 10 * std::max(dx, dy) + 4 * std::min(dx, dy);
}

}  // namespace

bool BoardRouter::isFree(GridCell centre, int reach) const {
  for (int y = centre.y - reach; y <= centre.y + reach; ++y)
    for (int x = centre.x - reach; x <= centre.x + reach; ++x)
      if (!contains({x, y}) || netAt({x, y}) != 0) return false;
  return true;
}

bool BoardRouter::mayStep(GridCell from, int direction, int net) const {
  const auto isOurs = [&](GridCell c) { return contains(c) && (netAt(c) == 0 || netAt(c) == net); };
  const GridCell to{from.x + stepX[direction], from.y + stepY[direction]};
  if (!isOurs(to)) return false;
  // A diagonal passes close to both corners.
  return direction % 2 == 0 || (isOurs({to.x, from.y}) && isOurs({from.x, to.y}));
}

std::vector<GridCell> BoardRouter::route(GridCell from, GridCell to, int net) {
  // A* over (cell, direction of arrival); direction 8 is the start.
  const std::size_t states = net_.size() * 9;
  std::vector<int> cost(states, std::numeric_limits<int>::max());
  std::vector<int> before(states, -1);
  using Entry = std::tuple<int, int>;   // estimated total, state: ties fall to the lower state
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  const int start = int(index(from)) * 9 + 8;
  cost[std::size_t(start)] = 0;
  open.emplace(distance(from, to), start);
  int goal = -1;
  while (!open.empty()) {
    const auto [estimate, state] = open.top();
    open.pop();
    const GridCell cell{state / 9 % side_, state / 9 / side_};
    const int spent = cost[std::size_t(state)], arrived = state % 9;
    if (estimate > spent + distance(cell, to)) continue;
    if (cell == to) { goal = state; break; }
    for (int direction = 0; direction < 8; ++direction) {
      const int turn = arrived == 8 ? 0 : std::min((direction - arrived + 8) % 8, (arrived - direction + 8) % 8);
      if (turn > 1 || !mayStep(cell, direction, net)) continue;
      const GridCell next{cell.x + stepX[direction], cell.y + stepY[direction]};
      const int nextState = int(index(next)) * 9 + direction, total = spent + stepCost(direction) + turn * bendCost;
      if (total >= cost[std::size_t(nextState)]) continue;
      cost[std::size_t(nextState)] = total;
      before[std::size_t(nextState)] = state;
      open.emplace(total + distance(next, to), nextState);
    }
  }
  std::vector<GridCell> path;
  for (int state = goal; state >= 0; state = before[std::size_t(state)]) path.push_back({state / 9 % side_, state / 9 / side_});
  std::reverse(path.begin(), path.end());
  for (const GridCell c : path) claim(c, net);
  return path;
}

}  // namespace assay
