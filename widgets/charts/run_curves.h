// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <optional>

#include <QList>
#include <QPointF>
#include <QStringList>

#include "core/job/event_log.h"

namespace assay {

enum class CurveAxis { Step, Epoch, Minutes };

/// What the events of one run say, as curves. Bounded: a series of hours is thinned and keeps its peaks.
class RunCurves {
 public:
  enum class Group { Loss, Metric, LearningRate, Throughput, Memory, Gradient };
  struct Sample { double step = 0, epoch = 0, minutes = 0, value = 0; };
  /// Seconds: data, forward, backward, communicate, optimiser, evaluate.
  static constexpr std::array<const char*, 6> phaseNames{"data", "forward", "backward", "communicate", "optimiser", "evaluate"};
  static constexpr std::size_t maxSamples = 16384;

  /// Steps that a restart did again replace what they were before.
  void take(const Event& event);

  QStringList names(Group group) const;
  QList<QPointF> points(Group group, const QString& name, CurveAxis axis) const;
  std::optional<double> best(const QString& metric, bool higherIsBetter) const;
  std::optional<double> last(Group group, const QString& name) const;
  const std::array<double, 6>& phaseSeconds() const { return phases_; }
  double minutes() const { return seconds_ / 60; }
  /// 0..1 and seconds, as the worker itself says; negative while it has not.
  double progress() const { return progress_; }
  double secondsLeft() const { return secondsLeft_; }
  /// Grows with every change, so that a view knows whether it is up to date.
  quint64 revision() const { return revision_; }

 private:
  using Series = std::vector<Sample>;
  void takeStep(const Event& event);
  void takeValues(Group group, const Json& values, double scale = 1);
  void add(Group group, const std::string& name, double value);
  void rewind(double step);
  void advanceClock(const Event& event);

  std::map<Group, std::map<std::string, Series>> series_;
  std::array<double, 6> phases_{};
  double step_ = 0, epoch_ = 0, seconds_ = 0, lastTime_ = 0;
  double stepsPerEpoch_ = 0;
  double progress_ = -1, secondsLeft_ = -1;
  quint64 revision_ = 0;
};

}  // namespace assay
