// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/kg_data.h"

#include <cmath>
#include <numeric>

#include "core/base/random_seed.h"

namespace assay::kg {
namespace {

/// Moves a share of `train` to `valid`; an entity's last triple stays, so that nothing becomes unseen.
void holdOut(std::vector<Triple>& train, std::vector<Triple>& valid, double fraction, uint64_t seed, const Graph& graph) {
  const auto wanted = std::size_t(std::llround(double(train.size()) * fraction));
  std::vector<int64_t> uses(std::size_t(graph.entityCount()), 0), relationUses(std::size_t(graph.relationCount()), 0);
  for (const Triple& t : train) {
    ++uses[std::size_t(t.head)];
    ++uses[std::size_t(t.tail)];
    ++relationUses[std::size_t(t.relation)];
  }
  std::vector<std::size_t> order(train.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(deriveSeed(seed, "held out triples"));
  random.shuffle(std::span(order));
  std::vector<bool> isHeld(train.size(), false);
  std::size_t held = 0;
  for (const std::size_t i : order) {
    if (held == wanted) break;
    const Triple& t = train[i];
    const int64_t needed = t.head == t.tail ? 2 : 1;
    int64_t &head = uses[std::size_t(t.head)], &tail = uses[std::size_t(t.tail)], &relation = relationUses[std::size_t(t.relation)];
    if (head <= needed || tail <= needed || relation <= 1) continue;
    --head, --tail, --relation;
    isHeld[i] = true;
    ++held;
  }
  std::vector<Triple> kept;
  for (std::size_t i = 0; i < train.size(); ++i) (isHeld[i] ? valid : kept).push_back(train[i]);
  train = std::move(kept);
}

}  // namespace

KgData::KgData(Graph graph, double validFraction, uint64_t seed)
    : graph_(std::move(graph)), train_(graph_.train()), valid_(graph_.valid()) {
  if (valid_.empty() && validFraction > 0) holdOut(train_, valid_, validFraction, seed, graph_);
}

const std::vector<Triple>& KgData::part(Split split) const {
  return split == Split::Test ? graph_.test() : split == Split::Valid ? valid_ : train_;
}

const Queries& KgData::known() const {
  if (!known_) {
    std::vector<Triple> all = graph_.train();
    for (const auto* part : {&graph_.valid(), &graph_.test()}) all.insert(all.end(), part->begin(), part->end());
    known_ = std::make_unique<Queries>(groupQueries(all, graph_.relationCount()));
  }
  return *known_;
}

std::shared_ptr<const Queries> KgData::knownInTraining() const {
  if (!knownInTraining_) knownInTraining_ = std::make_shared<Queries>(groupQueries(train_, graph_.relationCount()));
  return knownInTraining_;
}

}  // namespace assay::kg
