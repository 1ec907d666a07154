// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>
#include <QVector>

#include "core/job/run_directory.h"
#include "core/plugin/manifest.h"
#include "core/store/run_table.h"
#include "widgets/charts/run_curves.h"
#include "widgets/charts/run_history.h"

namespace assay {

/// The runs of a project as rows; what is live in them comes by take() and setStatus().
class RunsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Run, Curve, Metric, State, Minutes, Device, Note, columnCount_ };
  static constexpr int runRole = Qt::UserRole + 1;

  using QAbstractTableModel::QAbstractTableModel;

  /// Rows of runs that were there already keep their curves and history.
  void setRuns(const std::vector<RunRow>& runs);
  /// By which metric runs are compared; an empty name: the first one a run reports.
  void setMetric(const MetricInfo& metric);
  /// Views hear of it with the next announce(): a table need not be painted ten times a second.
  void take(RunId run, const QVector<Event>& events);
  void announce();
  void setStatus(RunId run, const RunStatus& status);
  void setColour(RunId run, int colour);
  /// Forgets what was read of a run, before its events are read again.
  void forgetEvents(RunId run);

  RunId runAt(int row) const { return rows_[std::size_t(row)].row.id; }
  int rowOf(RunId run) const;
  std::shared_ptr<const RunCurves> curves(RunId run) const;
  /// Valid until rows change.
  const RunHistory* history(RunId run) const;
  const RunStatus* status(RunId run) const;
  int colour(RunId run) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(rows_.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : columnCount_; }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void noteEdited(assay::RunId run, const QString& note);

 private:
  struct Row {
    RunRow row;
    RunStatus status;
    std::shared_ptr<RunCurves> curves = std::make_shared<RunCurves>();
    RunHistory history;
    int colour = 0;
    bool isTaken = false;   ///< not announced yet
  };
  QString metricOf(const Row& row) const;
  QString text(const Row& row, int column) const;
  void rowChanged(int row, int from, int to);

  std::vector<Row> rows_;
  MetricInfo metric_;
};

/// "running", "stopped", ... in the user's language.
QString runStateText(RunState state);

}  // namespace assay
