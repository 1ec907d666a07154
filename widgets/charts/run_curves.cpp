// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/run_curves.h"

#include <algorithm>
#include <cmath>

#include "widgets/bridge/text.h"

namespace assay {

namespace {

constexpr double bytesPerMegabyte = 1 << 20;

const Json& valuesOf(const Json& body) {
  static const Json none = Json::object();
  const auto it = body.find("values");
  return it != body.end() && it->is_object() ? *it : none;
}

/// Of each four samples the lowest and the highest, in their order.
void thin(std::vector<RunCurves::Sample>& samples) {
  std::vector<RunCurves::Sample> kept;
  kept.reserve(samples.size() / 2 + 4);
  const auto lower = [](const auto& a, const auto& b) { return a.value < b.value; };
  for (std::size_t i = 0; i < samples.size(); i += 4) {
    const auto begin = samples.begin() + std::ptrdiff_t(i);
    const auto end = samples.begin() + std::ptrdiff_t(std::min(samples.size(), i + 4));
    const auto [low, high] = std::minmax_element(begin, end, lower);
    kept.push_back(*std::min(low, high));
    if (low != high) kept.push_back(*std::max(low, high));
  }
  if (kept.back().step < samples.back().step) kept.push_back(samples.back());
  samples = std::move(kept);
}

}  // namespace

void RunCurves::take(const Event& event) {
  if (!event.body.is_object()) return;
  if (event.kind == "state" || event.kind == "restart") lastTime_ = 0;   // between two sittings the clock stands still
  else if (event.kind == "plan") {
    stepsPerEpoch_ = numberOf(event.body, "batches_per_epoch", 0);
    const double from = numberOf(event.body, "step", -1);
    if (from >= 0) rewind(from + 1);
  } else if (event.kind == "step") {
    takeStep(event);
  } else if (event.kind == "evaluation") {
    advanceClock(event);
    step_ = numberOf(event.body, "step", step_);
    takeValues(Group::Metric, valuesOf(event.body));
  } else if (event.kind == "timing") {
    const Json& values = valuesOf(event.body);
    for (std::size_t i = 0; i < phases_.size(); ++i) phases_[i] += std::max(0.0, numberOf(values, phaseNames[i], 0));
  } else if (event.kind == "memory") {
    takeValues(Group::Memory, valuesOf(event.body), 1 / bytesPerMegabyte);
  } else {
    return;
  }
  ++revision_;
}

void RunCurves::advanceClock(const Event& event) {
  if (lastTime_ > 0) seconds_ += std::max(0.0, event.time - lastTime_);
  lastTime_ = event.time;
}

void RunCurves::takeStep(const Event& event) {
  advanceClock(event);
  const double step = numberOf(event.body, "step", step_ + 1);
  if (step <= step_) rewind(step);
  step_ = step;
  epoch_ = numberOf(event.body, "epoch", epoch_);
  progress_ = numberOf(event.body, "progress", progress_);
  secondsLeft_ = numberOf(event.body, "eta", secondsLeft_);
  for (const auto& [name, value] : valuesOf(event.body).items()) {
    if (!value.is_number()) continue;
    const Group group = name == "learning_rate"        ? Group::LearningRate
                        : name == "samples_per_second" ? Group::Throughput
                        : name == "grad_norm"          ? Group::Gradient
                                                       : Group::Loss;
    add(group, name, value.get<double>());
  }
}

void RunCurves::takeValues(Group group, const Json& values, double scale) {
  for (const auto& [name, value] : values.items())
    if (value.is_number()) add(group, name, value.get<double>() * scale);
}

void RunCurves::add(Group group, const std::string& name, double value) {
  Series& series = series_[group][name];
  const double epoch = stepsPerEpoch_ > 0 ? step_ / stepsPerEpoch_ : epoch_;
  series.push_back({step_, epoch, seconds_ / 60, value});
  if (series.size() > maxSamples) thin(series);
}

void RunCurves::rewind(double step) {
  for (auto& [group, named] : series_)
    for (auto& [name, series] : named)
      while (!series.empty() && series.back().step >= step) series.pop_back();
}

QStringList RunCurves::names(Group group) const {
  QStringList names;
  const auto it = series_.find(group);
  if (it == series_.end()) return names;
  for (const auto& [name, series] : it->second) names << fromUtf8(name);
  return names;
}

QList<QPointF> RunCurves::points(Group group, const QString& name, CurveAxis axis) const {
  QList<QPointF> points;
  const auto named = series_.find(group);
  if (named == series_.end()) return points;
  const auto it = named->second.find(name.toStdString());
  if (it == named->second.end()) return points;
  points.reserve(qsizetype(it->second.size()));
  for (const Sample& sample : it->second)
    points.append({axis == CurveAxis::Step ? sample.step : axis == CurveAxis::Epoch ? sample.epoch : sample.minutes, sample.value});
  return points;
}

std::optional<double> RunCurves::best(const QString& metric, bool higherIsBetter) const {
  std::optional<double> best;
  for (const QPointF& point : points(Group::Metric, metric, CurveAxis::Step))
    if (!best || (higherIsBetter ? point.y() > *best : point.y() < *best)) best = point.y();
  return best;
}

std::optional<double> RunCurves::last(Group group, const QString& name) const {
  const auto all = points(group, name, CurveAxis::Step);
  return all.isEmpty() ? std::nullopt : std::optional(all.last().y());
}

}  // namespace assay
