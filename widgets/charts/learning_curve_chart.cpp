// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/learning_curve_chart.h"

#include <set>

#include "widgets/bridge/text.h"
#include "widgets/charts/live_chart.h"

namespace assay {

namespace {

constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};

QString axisTitle(CurveAxis axis) {
  switch (axis) {
    case CurveAxis::Epoch: return LearningCurveChart::tr("epoch");
    case CurveAxis::Minutes: return LearningCurveChart::tr("minutes");
    case CurveAxis::Step: break;
  }
  return LearningCurveChart::tr("step");
}

}  // namespace

LearningCurveChart::LearningCurveChart(RunCurves::Group group, const QString& title, const QString& unit, QWidget* parent)
    : ChartPanel(title, parent), group_(group), unit_(unit) {
  chart().setAxisTitles(axisTitle(axis_), unit_);
}

void LearningCurveChart::showRuns(std::vector<ShownRun> runs) {
  runs_ = std::move(runs);
  rebuild();
}

void LearningCurveChart::setAxis(CurveAxis axis) {
  axis_ = axis;
  chart().setAxisTitles(axisTitle(axis), unit_);
  chart().showAll();
  revisions_.assign(runs_.size(), ~quint64{0});
  takeNew();
}

QStringList LearningCurveChart::allValues() const {
  std::set<QString> values;
  for (const ShownRun& run : runs_)
    for (const QString& name : run.curves->names(group_)) values.insert(name);
  QStringList ordered(values.begin(), values.end());
  // The sum first: it is what people look at, and it gets the solid line.
  for (const char* first : {"loss", "map33"})
    if (ordered.removeOne(QLatin1String(first))) ordered.prepend(QLatin1String(first));
  return ordered;
}

void LearningCurveChart::rebuild() {
  std::set<QString> hidden;
  for (int i = 0; i < chart().seriesCount(); ++i)
    if (!chart().isSeriesVisible(i)) hidden.insert(chart().style(i).name);
  chart().clearSeries();
  lines_.clear();
  values_ = allValues();
  const bool isAlone = runs_.size() == 1;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    for (int value = 0; value < values_.size(); ++value) {
      const QString shown = valueName(values_[value].toStdString());
      SeriesStyle style;
      // Alone, a run needs no colour of its own, and colours are told apart better than dashes.
      style.colour = isAlone ? value : runs_[run].colour;
      style.dash = isAlone && value < 8 ? Qt::SolidLine : dashes[std::size_t(value) % std::size(dashes)];
      style.name = isAlone ? shown : values_.size() == 1 ? runs_[run].name : runs_[run].name + QStringLiteral(" · ") + shown;
      lines_.push_back({run, values_[value]});
      const int series = chart().addSeries(style);
      if (hidden.contains(style.name)) chart().setSeriesVisible(series, false);
    }
  }
  revisions_.assign(runs_.size(), ~quint64{0});
  takeNew();
}

void LearningCurveChart::takeNew() {
  if (allValues() != values_) return rebuild();
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const ShownRun& run = runs_[lines_[i].run];
    if (revisions_[lines_[i].run] != run.curves->revision())
      chart().setPoints(int(i), run.curves->points(group_, lines_[i].value, axis_));
  }
  for (std::size_t run = 0; run < runs_.size(); ++run) revisions_[run] = runs_[run].curves->revision();
}

}  // namespace assay
