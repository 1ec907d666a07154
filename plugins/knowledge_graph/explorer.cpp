// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/explorer.h"

#include <algorithm>
#include <climits>
#include <numeric>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/graph/path_finder.h"

namespace assay::kg {
namespace {

constexpr int64_t mostAnswers = 1000, mostOnMap = 20000;
constexpr int32_t namesSearched = 200000;   // for a suggestion after a misspelt name

int64_t topOf(const Json& input, int64_t fallback) {
  if (!input.contains("top")) return fallback;
  const int64_t top = member<int64_t>(input, "top", "input");
  require(top >= 1 && top <= mostAnswers, "`top` is " + std::to_string(top) + ", and 1 to 1000 can be asked for", "input");
  return top;
}

bool wantsKnown(const Json& input) { return !input.contains("known") || member<bool>(input, "known", "input"); }

std::string nameAt(const Json& input, const char* key) {
  require(input[key].is_string(), std::string("`") + key + "` must be the name or id of one", "input");
  return input[key].get<std::string>();
}

/// By id first, then by the display name.
int32_t resolve(const std::string& name, const char* what, const Vocabulary& ids, const std::unordered_multimap<std::string, int32_t>& names) {
  if (const std::optional<int32_t> id = ids.find(name)) return *id;
  const auto [first, last] = names.equal_range(name);
  if (first != last) {
    if (std::next(first) == last) return first->second;
    std::string all;
    int shown = 0;
    for (auto it = first; it != last && shown < 5; ++it, ++shown) all += (all.empty() ? "" : ", ") + ids.name(it->second);
    throw Error(Code::BadInput, "several are called `" + name + "`: ask for one by its id (" + all + ")", what);
  }
  std::vector<std::string> known;
  for (int32_t i = 0; i < std::min(ids.size(), namesSearched); ++i) known.push_back(ids.name(i));
  for (const auto& [other, id] : names)
    if (int64_t(known.size()) < 2 * int64_t(namesSearched)) known.push_back(other);
  const std::string nearest = nearestName(name, known);
  throw Error(Code::NotFound, std::string("the graph has no ") + what + " `" + name + "`" + (nearest.empty() ? "" : "; did you mean `" + nearest + "`?"), what);
}

std::vector<std::pair<float, int64_t>> best(const at::Tensor& scores, int64_t count) {
  const auto [values, places] = scores.topk(std::min(count, scores.size(0)));
  std::vector<std::pair<float, int64_t>> result;
  for (int64_t i = 0; i < values.size(0); ++i) result.emplace_back(values[i].item<float>(), places[i].item<int64_t>());
  return result;
}

}  // namespace

Explorer::Explorer(const KgNetwork& network, const KgData& data)
    : network_(network), data_(data), adjacency_(data.graph().entityCount(), data.graph().train()), search_(data.graph(), adjacency_) {
  const Graph& graph = data.graph();
  for (int32_t i = 0; i < graph.entityCount(); ++i) entityNames_.emplace(graph.displayName(i), i);
  for (int32_t i = 0; i < graph.relationCount(); ++i) relationNames_.emplace(graph.relationName(i), i);
}

Json Explorer::answer(const Json& input) const {
  require(input.is_object(), "a question is a JSON object, as {\"head\": \"X\", \"relation\": \"R\"}", "input");
  const at::NoGradGuard noGradients;
  const bool hasHead = input.contains("head"), hasTail = input.contains("tail");
  if (input.contains("similar")) return similar(input);
  if (input.contains("neighbours")) return neighbours(input);
  if (input.contains("from")) return paths(input);
  if (input.contains("find")) return found(input);
  if (input.contains("map")) return map(input);
  if (hasHead && hasTail) return rankedRelations(input);
  require(hasHead || hasTail, "ask with `head` and `relation`, `tail` and `relation`, `head` and `tail`, `similar`, `neighbours`, `from` and `to`, `find` or `map`", "input");
  const int32_t relation = relationOf(input);
  if (hasHead) return rankedEntities(input, entityOf(input, "head"), relation);
  return rankedEntities(input, entityOf(input, "tail"), reciprocal(relation, data_.graph().relationCount()));
}

int32_t Explorer::entityOf(const Json& input, const char* key) const {
  return resolve(nameAt(input, key), "entity", data_.graph().entities(), entityNames_);
}

int32_t Explorer::relationOf(const Json& input) const {
  require(input.contains("relation"), "`relation` is missing", "input");
  return resolve(nameAt(input, "relation"), "relation", data_.graph().relations(), relationNames_);
}

Json Explorer::entityJson(int32_t entity) const {
  Json json = {{"entity", data_.graph().entities().name(entity)}, {"name", data_.graph().displayName(entity)}};
  if (!data_.graph().typeOf(entity).empty()) json["type"] = data_.graph().typeOf(entity);
  return json;
}

Json Explorer::rankedEntities(const Json& input, int32_t entity, int32_t relation) const {
  const at::TensorOptions ids = at::TensorOptions().dtype(at::kLong).device(network_.entities().device());
  const at::Tensor query = network_.queries(at::full({1}, int64_t(entity), ids), at::full({1}, int64_t(relation), ids));
  const at::Tensor scores = network_.scores(query)[0].to(at::kCPU, at::kFloat), shares = scores.softmax(0);
  const std::span<const int32_t> known = data_.known().find(entity, relation);
  const bool isKnownWanted = wantsKnown(input);
  const int64_t top = topOf(input, 10);
  Json answers = Json::array();
  for (const auto& [score, place] : best(scores, top + (isKnownWanted ? 0 : int64_t(known.size())))) {
    const bool isKnown = std::binary_search(known.begin(), known.end(), int32_t(place));
    if ((isKnown && !isKnownWanted) || int64_t(answers.size()) >= top) continue;
    Json one = entityJson(int32_t(place));
    one.update({{"score", score}, {"share", shares[place].item<double>()}, {"known", isKnown}});
    answers.push_back(std::move(one));
  }
  return {{"asked", input}, {"answers", std::move(answers)}};
}

Json Explorer::rankedRelations(const Json& input) const {
  const int32_t head = entityOf(input, "head"), tail = entityOf(input, "tail");
  const int64_t relations = data_.graph().relationCount();
  const at::TensorOptions ids = at::TensorOptions().dtype(at::kLong).device(network_.entities().device());
  const at::Tensor queries = network_.queries(at::full({relations}, int64_t(head), ids), at::arange(relations, ids));
  const at::Tensor tails = network_.entities().index_select(0, at::full({1}, int64_t(tail), ids)).expand_as(queries);
  const at::Tensor scores = pairScores(network_.scorer().match(), queries, tails, network_.margin()).to(at::kCPU, at::kFloat), shares = scores.softmax(0);
  Json answers = Json::array();
  for (const auto& [score, place] : best(scores, topOf(input, 10))) {
    const std::span<const int32_t> known = data_.known().find(head, int32_t(place));
    const bool isKnown = std::binary_search(known.begin(), known.end(), tail);
    if (isKnown && !wantsKnown(input)) continue;
    answers.push_back({{"relation", data_.graph().relations().name(int32_t(place))}, {"name", data_.graph().relationName(int32_t(place))},
                       {"score", score}, {"share", shares[place].item<double>()}, {"known", isKnown}});
  }
  return {{"asked", input}, {"answers", std::move(answers)}};
}

Json Explorer::similar(const Json& input) const {
  const int32_t entity = entityOf(input, "similar");
  const at::Tensor& table = network_.entities();
  const at::Tensor scores = at::cosine_similarity(table, table[entity].unsqueeze(0), 1).to(at::kCPU, at::kFloat);
  const int64_t top = topOf(input, 10);
  Json answers = Json::array();
  for (const auto& [score, place] : best(scores, top + 1)) {
    if (place == entity || int64_t(answers.size()) >= top) continue;
    Json one = entityJson(int32_t(place));
    one["score"] = score;
    answers.push_back(std::move(one));
  }
  return {{"asked", input}, {"answers", std::move(answers)}};
}

Json Explorer::neighbours(const Json& input) const {
  const int32_t entity = entityOf(input, "neighbours");
  Json facts = Json::array();
  const std::vector<Neighbour> all = adjacency_.neighbours(entity);
  for (const Neighbour& n : all) {
    if (int64_t(facts.size()) >= topOf(input, 100)) break;
    facts.push_back(factJson(n.isOutgoing ? Triple{entity, n.relation, n.entity} : Triple{n.entity, n.relation, entity}));
  }
  return {{"asked", input}, {"count", all.size()}, {"facts", std::move(facts)}};
}

Json Explorer::factJson(const Triple& fact) const {
  const Graph& graph = data_.graph();
  return {{"head", graph.entities().name(fact.head)}, {"relation", graph.relations().name(fact.relation)}, {"tail", graph.entities().name(fact.tail)},
          {"names", {graph.displayName(fact.head), graph.relationName(fact.relation), graph.displayName(fact.tail)}}};
}

Json Explorer::paths(const Json& input) const {
  require(input.contains("to"), "`to` is missing: a path runs from one entity to another", "input");
  PathOptions options;
  options.most = std::size_t(topOf(input, 10));
  if (input.contains("hops")) options.longest = int(std::clamp<int64_t>(member<int64_t>(input, "hops", "input"), 0, INT_MAX));
  const FoundPaths found = findPaths(adjacency_, entityOf(input, "from"), entityOf(input, "to"), options);
  Json paths = Json::array();
  for (const GraphPath& path : found.paths) {
    Json facts = Json::array();
    for (const PathStep& step : path.steps) facts.push_back(factJson(step.fact));
    paths.push_back({{"probability", path.probability}, {"facts", std::move(facts)}});
  }
  return {{"asked", input}, {"paths", std::move(paths)}, {"complete", found.isComplete}};
}

Json Explorer::found(const Json& input) const {
  Json answers = Json::array();
  for (int32_t entity : search_.find(nameAt(input, "find"), std::size_t(topOf(input, 10)))) {
    Json one = entityJson(entity);
    one["degree"] = adjacency_.degree(entity);
    answers.push_back(std::move(one));
  }
  return {{"asked", input}, {"answers", std::move(answers)}};
}

/// The entities with most triples on the two axes along which their vectors, all of one length, differ most.
Json Explorer::map(const Json& input) const {
  const int64_t wanted = member<int64_t>(input, "map", "input");
  require(wanted >= 2 && wanted <= mostOnMap, "`map` is " + std::to_string(wanted) + ", and 2 to 20000 entities can be asked for", "input");
  std::vector<int64_t> entities(std::size_t(data_.graph().entityCount()));
  std::iota(entities.begin(), entities.end(), 0);
  const auto byDegree = [&](int64_t a, int64_t b) {
    return std::pair(-adjacency_.degree(int32_t(a)), a) < std::pair(-adjacency_.degree(int32_t(b)), b);
  };
  const std::size_t count = std::min(entities.size(), std::size_t(wanted));
  std::partial_sort(entities.begin(), entities.begin() + std::ptrdiff_t(count), entities.end(), byDegree);
  entities.resize(count);
  const at::Tensor rows = network_.entities().index_select(0, at::tensor(entities).to(network_.entities().device())).to(at::kCPU, at::kFloat);
  const at::Tensor unit = rows / rows.norm(2, 1, true).clamp_min(1e-12), centred = unit - unit.mean(0, true);
  const auto [variances, axes] = at::linalg_eigh(centred.t().matmul(centred) / double(count));   // ascending
  const at::Tensor two = axes.slice(1, std::max<int64_t>(axes.size(1) - 2, 0)).flip(1).contiguous();
  const at::Tensor places = centred.matmul(two).contiguous(), shares = (variances / variances.sum().clamp_min(1e-12)).flip(0).contiguous();
  Json points = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    Json one = entityJson(int32_t(entities[i]));
    const float* at = places.data_ptr<float>() + int64_t(i) * places.size(1);
    one.update({{"x", at[0]}, {"y", places.size(1) > 1 ? at[1] : 0.f}});
    points.push_back(std::move(one));
  }
  return {{"asked", input}, {"points", std::move(points)}, {"variance", {shares[0].item<float>(), shares.size(0) > 1 ? shares[1].item<float>() : 0.f}}};
}

}  // namespace assay::kg
