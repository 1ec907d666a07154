// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "widgets/charts/chart_panel.h"
#include "widgets/charts/run_curves.h"

namespace assay {

struct ShownRun {
  QString name;                             ///< "run 12"
  int colour = 0;
  std::shared_ptr<const RunCurves> curves;
};

/// One group of values of several runs: a run keeps its colour, a value its dash.
class LearningCurveChart : public ChartPanel {
  Q_OBJECT

 public:
  LearningCurveChart(RunCurves::Group group, const QString& title, const QString& unit, QWidget* parent = nullptr);

  void showRuns(std::vector<ShownRun> runs);
  void setAxis(CurveAxis axis);
  /// Takes over what the runs' curves hold now; cheap when nothing is new.
  void takeNew();

 private:
  struct Line { std::size_t run; QString value; };
  QStringList allValues() const;
  void rebuild();

  RunCurves::Group group_;
  QString unit_;
  CurveAxis axis_ = CurveAxis::Step;
  std::vector<ShownRun> runs_;
  std::vector<Line> lines_;
  QStringList values_;
  std::vector<quint64> revisions_;
};

}  // namespace assay
