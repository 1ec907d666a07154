// SPDX-License-Identifier: Apache-2.0
#include "core/report/series.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"

namespace assay {

namespace {

/// "" for step events, "valid/" for evaluations, "timing/", "memory/"; none for events without values.
bool prefixOf(const Event& event, std::string& prefix) {
  if (!event.body.is_object() || !event.body.contains("values") || !event.body["values"].is_object()) return false;
  if (event.kind == "step") prefix.clear();
  else if (event.kind == "timing" || event.kind == "memory") prefix = event.kind + "/";
  else if (event.kind == "evaluation") {
    if (!event.body.contains("split") || !event.body["split"].is_string()) return false;
    prefix = event.body["split"].get<std::string>() + "/";
  } else return false;
  return true;
}

double numberIn(const Json& object, const char* key) {
  return object.contains(key) && object[key].is_number() ? object[key].get<double>() : 0.0;
}

std::map<std::string, double> numbersOf(const Json& values) {
  std::map<std::string, double> numbers;
  for (const auto& [name, value] : values.items())
    if (value.is_number()) numbers[name] = value.get<double>();
  return numbers;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::vector<std::string> curveNames(const std::vector<Event>& events) {
  std::set<std::string> names;
  std::string prefix;
  for (const Event& event : events)
    if (prefixOf(event, prefix))
      for (const auto& [name, value] : event.body["values"].items())
        if (value.is_number()) names.insert(prefix + name);
  return {names.begin(), names.end()};
}

Series learningCurve(const std::vector<Event>& events, const std::string& name) {
  Series series{name, {}, {}};
  std::string prefix;
  for (const Event& event : events) {
    if (!prefixOf(event, prefix) || !name.starts_with(prefix)) continue;
    const Json& values = event.body["values"];
    const auto value = values.find(name.substr(prefix.size()));
    if (value == values.end() || !value->is_number()) continue;
    const double step = numberIn(event.body, "step");
    while (!series.x.empty() && series.x.back() >= step) series.x.pop_back(), series.y.pop_back();
    series.x.push_back(step);
    series.y.push_back(value->get<double>());
  }
  return series;
}

Series smoothed(const Series& series, double weight) {
  require(weight >= 0 && weight < 1, "the smoothing weight must be at least 0 and below 1", "smoothing", Code::BadOption);
  Series result{series.name, series.x, {}};
  double average = 0, share = 0;
  for (const double y : series.y) {
    if (!std::isfinite(y)) {
      result.y.push_back(y);
      continue;
    }
    average = weight * average + (1 - weight) * y;
    share = weight * share + (1 - weight);
    result.y.push_back(average / share);
  }
  return result;
}

Series thinned(const Series& series, std::size_t points) {
  const std::size_t count = series.x.size(), stretches = std::max<std::size_t>(1, points / 2);
  if (count <= points) return series;
  Series result{series.name, {}, {}};
  for (std::size_t s = 0; s < stretches; ++s) {
    const std::size_t from = count * s / stretches, to = count * (s + 1) / stretches;
    const auto [low, high] = std::minmax_element(series.y.begin() + std::ptrdiff_t(from), series.y.begin() + std::ptrdiff_t(to));
    std::size_t first = std::size_t(low - series.y.begin()), second = std::size_t(high - series.y.begin());
    if (first > second) std::swap(first, second);
    for (const std::size_t i : {first, second}) {
      if (!result.x.empty() && result.x.back() >= series.x[i]) continue;
      result.x.push_back(series.x[i]);
      result.y.push_back(series.y[i]);
    }
  }
  return result;
}

RunSummary summarise(const std::vector<Event>& events) {
  RunSummary summary;
  std::vector<double> speeds;
  std::string prefix;
  for (const Event& event : events) {
    summary.restarts += event.kind == "restart";
    if (!prefixOf(event, prefix)) continue;
    const auto values = numbersOf(event.body["values"]);
    if (event.kind == "step") {
      summary.steps = static_cast<int64_t>(numberIn(event.body, "step"));
      summary.epochs = static_cast<int64_t>(numberIn(event.body, "epoch"));
      summary.lastValues = values;
      if (values.contains("samples_per_second")) speeds.push_back(values.at("samples_per_second"));
    }
    if (event.kind == "evaluation") summary.lastMetrics = values;
    if (event.kind == "timing")
      for (const auto& [name, value] : values) summary.seconds[name] += value;
  }
  summary.samplesPerSecond = median(std::move(speeds));
  return summary;
}

}  // namespace assay
