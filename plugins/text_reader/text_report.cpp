// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/text_report.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/text/relation_sentences.h"

namespace assay::text {
namespace {

struct Counts {
  int64_t right = 0, found = 0, truth = 0;
  double precision() const { return found > 0 ? double(right) / double(found) : 0; }
  double recall() const { return truth > 0 ? double(right) / double(truth) : 0; }
  double f1() const { return f1Of(right, found, truth); }
};

using CountsByLabel = std::map<std::string, Counts>;

/// A row a label, the most frequent first.
Artifact tableOf(const std::string& name, const std::string& what, const CountsByLabel& counts) {
  std::vector<std::pair<std::string, Counts>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second.truth > b.second.truth; });
  Json rows = Json::array();
  for (const auto& [label, c] : order) rows.push_back({label, c.f1(), c.precision(), c.recall(), c.truth});
  return {name, {{"kind", "table"}, {"columns", {what, "f1", "precision", "recall", "count"}}, {"rows", rows}}};
}

CountsByLabel countRelations(const std::vector<std::string>& truth, const std::vector<std::string>& found) {
  require(truth.size() == found.size(), "one relation found for each truth", {}, Code::Internal);
  CountsByLabel counts;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    ++counts[truth[i]].truth;
    ++counts[found[i]].found;
    if (truth[i] == found[i]) ++counts[truth[i]].right;
  }
  return counts;
}

double macroF1(const CountsByLabel& counts) {
  double sum = 0;
  int64_t labels = 0;
  for (const auto& [label, c] : counts)
    if (c.truth > 0) {
      sum += c.f1();
      ++labels;
    }
  return labels > 0 ? sum / double(labels) : 0;
}

}  // namespace

double f1Of(int64_t right, int64_t found, int64_t truth) { return right > 0 ? 2 * double(right) / double(found + truth) : 0; }

EvaluationResult judgeNames(const std::vector<std::vector<LabelledSpan>>& truth, const std::vector<std::vector<LabelledSpan>>& found) {
  require(truth.size() == found.size(), "names found for each sentence", {}, Code::Internal);
  Counts all;
  CountsByLabel counts;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    for (const LabelledSpan& name : truth[i]) ++counts[name.label].truth;
    for (const LabelledSpan& name : found[i]) {
      Counts& own = counts[name.label];
      ++own.found;
      own.right += std::find(truth[i].begin(), truth[i].end(), name) != truth[i].end();
    }
  }
  for (const auto& [label, c] : counts) all = {all.right + c.right, all.found + c.found, all.truth + c.truth};
  EvaluationResult result;
  result.count = int64_t(truth.size());
  result.metrics = {{"name_f1", all.f1()}, {"name_precision", all.precision()}, {"name_recall", all.recall()}};
  result.artifacts.push_back(tableOf("names", "type", counts));
  return result;
}

double macroF1(const std::vector<std::string>& truth, const std::vector<std::string>& found) { return macroF1(countRelations(truth, found)); }

EvaluationResult judgeRelations(const std::vector<std::string>& truth, const std::vector<std::string>& found) {
  const CountsByLabel counts = countRelations(truth, found);
  Counts related;
  int64_t right = 0;
  for (const auto& [label, c] : counts) {
    right += c.right;
    if (!saysUnrelated(label)) related = {related.right + c.right, related.found + c.found, related.truth + c.truth};
  }
  EvaluationResult result;
  result.count = int64_t(truth.size());
  result.metrics = {{"relation_macro_f1", macroF1(counts)},
                    {"relation_micro_f1", related.f1()},
                    {"relation_accuracy", truth.empty() ? 0 : double(right) / double(truth.size())}};
  result.artifacts.push_back(tableOf("relations", "relation", counts));
  return result;
}

}  // namespace assay::text
