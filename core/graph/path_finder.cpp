// SPDX-License-Identifier: Apache-2.0
#include "core/graph/path_finder.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr int longestEver = 6;
constexpr std::size_t keptWhileLooking = 10'000;   // between two hubs there are millions

/// Depth-first over chains of one length, cut where the goal is out of reach.
class Finder {
 public:
  Finder(const Adjacency& adjacency, int32_t goal, const PathOptions& options)
      : adjacency_(adjacency), goal_(goal), options_(options), left_(options.budget) {
    measureDistances();
  }

  FoundPaths find(int32_t from) {
    for (length_ = 1; length_ <= options_.longest && left_ > 0; ++length_) walk(from, 1);
    found_.isComplete = left_ > 0 && !isCut_;
    keepBest();
    return std::move(found_);
  }

 private:
  /// Breadth-first from the goal; the last step needs no distance, it must end at the goal. Half the budget at most.
  void measureDistances() {
    distance_[goal_] = 0;
    std::vector<int32_t> ring{goal_};
    for (int steps = 1; steps < options_.longest; ++steps) {
      std::vector<int32_t> next;
      for (int32_t entity : ring) {
        left_ -= adjacency_.degree(entity);
        if (left_ < options_.budget / 2) {   // farther entities count as out of reach
          isCut_ = true;
          return;
        }
        for (const Edge& edge : adjacency_.out(entity))
          if (distance_.emplace(edge.entity, steps).second) next.push_back(edge.entity);
        for (const Edge& edge : adjacency_.in(entity))
          if (distance_.emplace(edge.entity, steps).second) next.push_back(edge.entity);
      }
      ring = std::move(next);
    }
  }

  bool isWithinReach(int32_t entity, int steps) const {
    const auto it = distance_.find(entity);
    return it != distance_.end() && it->second <= steps;
  }

  void walk(int32_t entity, double probability) {
    const double share = probability / double(std::max<int64_t>(adjacency_.degree(entity), 1));
    for (const Edge& edge : adjacency_.out(entity)) step({{entity, edge.relation, edge.entity}, true}, share);
    for (const Edge& edge : adjacency_.in(entity)) step({{edge.entity, edge.relation, entity}, false}, share);
  }

  void step(const PathStep& step, double probability) {
    if (--left_ <= 0) return;
    const int32_t next = step.to();
    const int stepsLeft = length_ - int(chain_.size()) - 1;
    if (!isWithinReach(next, stepsLeft) || next == step.from() || isOnChain(next) || (next == goal_) != (stepsLeft == 0)) return;
    chain_.push_back(step);
    if (stepsLeft == 0) found_.paths.push_back({chain_, probability});
    else walk(next, probability);
    chain_.pop_back();
    if (found_.paths.size() > keptWhileLooking + options_.most) keepBest();
  }

  void keepBest() {
    std::stable_sort(found_.paths.begin(), found_.paths.end(), [](const GraphPath& a, const GraphPath& b) { return a.probability > b.probability; });
    if (found_.paths.size() > options_.most) found_.paths.resize(options_.most);
  }

  bool isOnChain(int32_t entity) const {
    return std::any_of(chain_.begin(), chain_.end(), [entity](const PathStep& step) { return step.from() == entity || step.to() == entity; });
  }

  const Adjacency& adjacency_;
  const int32_t goal_;
  const PathOptions& options_;
  int64_t left_;
  bool isCut_ = false;   // distances are not known of all within reach
  int length_ = 0;
  std::unordered_map<int32_t, int> distance_;
  std::vector<PathStep> chain_;
  FoundPaths found_;
};

}  // namespace

FoundPaths findPaths(const Adjacency& adjacency, int32_t from, int32_t to, const PathOptions& options) {
  require(options.longest >= 1 && options.longest <= longestEver,
          "a chain of " + std::to_string(options.longest) + " facts was asked for, and 1 to 6 can be", "paths");
  if (from == to) return {};
  return Finder(adjacency, to, options).find(from);
}

}  // namespace assay
