// SPDX-License-Identifier: Apache-2.0
#include "plugins/template/table_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace assay::table {
namespace {

constexpr std::size_t worstRows = 50;
constexpr std::size_t scatterPoints = 5000;
constexpr double smallestProbability = 1e-7;

std::vector<std::size_t> orderBy(std::size_t count, const std::vector<double>& key) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key[a] > key[b]; });
  return order;
}

Json coverageCurve(const std::vector<double>& confidence, const std::vector<bool>& isRight) {
  Json x = Json::array(), y = Json::array();
  double right = 0;
  const std::vector<std::size_t> order = orderBy(confidence.size(), confidence);
  const std::size_t every = std::max<std::size_t>(1, order.size() / 200);
  for (std::size_t i = 0; i < order.size(); ++i) {
    right += isRight[order[i]] ? 1 : 0;
    if ((i + 1) % every != 0 && i + 1 != order.size()) continue;
    x.push_back(double(i + 1) / double(order.size()));
    y.push_back(right / double(i + 1));
  }
  return {{"kind", "curve"},
          {"title", "Accuracy among the most confident rows"},
          {"x_label", "share of rows"},
          {"y_label", "accuracy"},
          {"series", Json::array({{{"name", "accuracy"}, {"x", x}, {"y", y}}})}};
}

}  // namespace

EvaluationResult judgeClasses(const std::vector<std::vector<double>>& probabilities, const std::vector<int64_t>& truths,
                              const std::vector<std::string>& classes) {
  require(probabilities.size() == truths.size(), "one row of probabilities a truth", {}, Code::Internal);
  EvaluationResult result;
  result.count = int64_t(truths.size());
  if (truths.empty()) return result;
  std::vector<std::vector<int64_t>> counts(classes.size(), std::vector<int64_t>(classes.size(), 0));
  std::vector<double> confidence, surprise;
  std::vector<bool> isRight;
  std::vector<std::size_t> chosen;
  double right = 0, loss = 0;
  for (std::size_t r = 0; r < truths.size(); ++r) {
    const std::vector<double>& row = probabilities[r];
    const std::size_t truth = std::size_t(truths[r]);
    chosen.push_back(std::size_t(std::max_element(row.begin(), row.end()) - row.begin()));
    confidence.push_back(row[chosen.back()]);
    surprise.push_back(-std::log(std::max(row[truth], smallestProbability)));
    isRight.push_back(chosen.back() == truth);
    right += isRight.back() ? 1 : 0;
    loss += surprise.back();
    ++counts[truth][chosen.back()];
  }
  result.metrics = {{"accuracy", right / double(truths.size())}, {"log_loss", loss / double(truths.size())}};
  Json rows = Json::array();
  const std::vector<std::size_t> order = orderBy(surprise.size(), surprise);
  for (std::size_t i = 0; i < std::min(worstRows, order.size()); ++i) {
    const std::size_t r = order[i];
    rows.push_back({r + 1, classes[std::size_t(truths[r])], classes[chosen[r]], probabilities[r][std::size_t(truths[r])]});
  }
  result.artifacts.push_back({"confusion", {{"kind", "confusion"}, {"classes", classes}, {"counts", counts}}});
  result.artifacts.push_back({"coverage", coverageCurve(confidence, isRight)});
  result.artifacts.push_back(
      {"worst", {{"kind", "table"}, {"columns", {"row", "truth", "predicted", "probability of the truth"}}, {"rows", rows}}});
  return result;
}

EvaluationResult judgeValues(const std::vector<double>& predictions, const std::vector<double>& truths,
                             const std::string& target) {
  require(predictions.size() == truths.size(), "one prediction a truth", {}, Code::Internal);
  EvaluationResult result;
  result.count = int64_t(truths.size());
  if (truths.empty()) return result;
  const double mean = std::accumulate(truths.begin(), truths.end(), 0.0) / double(truths.size());
  double residual = 0, total = 0;
  std::vector<double> distance;
  for (std::size_t r = 0; r < truths.size(); ++r) {
    residual += (truths[r] - predictions[r]) * (truths[r] - predictions[r]);
    total += (truths[r] - mean) * (truths[r] - mean);
    distance.push_back(std::abs(truths[r] - predictions[r]));
  }
  result.metrics = {{"r2", total > 0 ? 1 - residual / total : 0.0}};
  Json rows = Json::array(), x = Json::array(), y = Json::array();
  const std::vector<std::size_t> order = orderBy(distance.size(), distance);
  for (std::size_t i = 0; i < std::min(worstRows, order.size()); ++i)
    rows.push_back({order[i] + 1, truths[order[i]], predictions[order[i]], distance[order[i]]});
  const std::size_t every = (truths.size() + scatterPoints - 1) / scatterPoints;
  for (std::size_t r = 0; r < truths.size(); r += every) {
    x.push_back(truths[r]);
    y.push_back(predictions[r]);
  }
  result.artifacts.push_back({"scatter",
                              {{"kind", "scatter"},
                               {"title", "Truth and prediction of " + target},
                               {"x_label", "truth"},
                               {"y_label", "prediction"},
                               {"series", Json::array({{{"name", target}, {"x", x}, {"y", y}}})}}});
  result.artifacts.push_back(
      {"worst", {{"kind", "table"}, {"columns", {"row", "truth", "predicted", "error"}}, {"rows", rows}}});
  return result;
}

}  // namespace assay::table
