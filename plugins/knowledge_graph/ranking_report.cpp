// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/ranking_report.h"

#include <algorithm>
#include <functional>

namespace assay::kg {
namespace {

constexpr std::size_t mostRelations = 500;
constexpr int64_t deepestHit = 100;

using Ranks = std::vector<RankedAnswer>;

Json row(const std::string& name, const Ranks& ranked) {
  Json cells = Json::array({name, ranked.size()});
  std::map<std::string, double> metrics = rankMetrics(ranked);
  for (const char* metric : {"mrr", "hits1", "hits3", "hits10"}) cells.push_back(ranked.empty() ? Json(nullptr) : Json(metrics[metric]));
  return cells;
}

Json table(const std::string& first, Json rows) {
  return {{"kind", "table"}, {"columns", {first, "answers", "mrr", "hits1", "hits3", "hits10"}}, {"rows", std::move(rows)}};
}

Ranks select(const Ranks& ranked, const std::function<bool(const RankedAnswer&)>& isWanted) {
  Ranks result;
  std::copy_if(ranked.begin(), ranked.end(), std::back_inserter(result), isWanted);
  return result;
}

Json partsTable(const Ranks& ranked, const Graph& graph) {
  const auto isTail = [&](const RankedAnswer& r) { return r.relation < graph.relationCount(); };
  const auto isUnseen = [&](const RankedAnswer& r) {
    return r.entity >= graph.trainEntityCount() || r.answer >= graph.trainEntityCount() ||
           r.relation % graph.relationCount() >= graph.trainRelationCount();
  };
  return table("part", Json::array({row("tails", select(ranked, isTail)), row("heads", select(ranked, std::not_fn(isTail))),
                                    row("with an entity or relation that training lacks", select(ranked, isUnseen))}));
}

Json relationsTable(const Ranks& ranked, const Graph& graph) {
  std::map<int32_t, Ranks> byRelation;
  for (const RankedAnswer& r : ranked) byRelation[r.relation % graph.relationCount()].push_back(r);
  std::vector<std::pair<int32_t, Ranks>> order(byRelation.begin(), byRelation.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  if (order.size() > mostRelations) order.resize(mostRelations);
  Json rows = Json::array();
  for (const auto& [relation, ranks] : order) rows.push_back(row(graph.relationName(relation), ranks));
  return table("relation", std::move(rows));
}

Json hitsCurve(const Ranks& ranked) {
  Json x = Json::array(), y = Json::array();
  for (int64_t k = 1; k <= deepestHit; ++k) {
    const auto hits = std::count_if(ranked.begin(), ranked.end(), [&](const RankedAnswer& r) { return r.rank <= double(k); });
    x.push_back(k);
    y.push_back(double(hits) / double(ranked.size()));
  }
  return {{"kind", "curve"}, {"title", "True answers among the first k"}, {"x_label", "k"}, {"y_label", "share of answers"},
          {"series", Json::array({{{"name", "hits"}, {"x", x}, {"y", y}}})}};
}

}  // namespace

std::map<std::string, double> rankMetrics(const std::vector<RankedAnswer>& ranked) {
  if (ranked.empty()) return {};
  double reciprocals = 0, one = 0, three = 0, ten = 0;
  for (const RankedAnswer& r : ranked) {
    reciprocals += 1 / r.rank;
    one += r.rank <= 1 ? 1 : 0;
    three += r.rank <= 3 ? 1 : 0;
    ten += r.rank <= 10 ? 1 : 0;
  }
  const double count = double(ranked.size());
  return {{"mrr", reciprocals / count}, {"hits1", one / count}, {"hits3", three / count}, {"hits10", ten / count}};
}

EvaluationResult judgeRanks(const std::vector<RankedAnswer>& ranked, const Graph& graph) {
  EvaluationResult result;
  result.count = int64_t(ranked.size());
  if (ranked.empty()) return result;
  result.metrics = rankMetrics(ranked);
  result.artifacts.push_back({"parts", partsTable(ranked, graph)});
  result.artifacts.push_back({"relations", relationsTable(ranked, graph)});
  result.artifacts.push_back({"hits", hitsCurve(ranked)});
  return result;
}

}  // namespace assay::kg
