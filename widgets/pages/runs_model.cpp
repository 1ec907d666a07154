// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/runs_model.h"

#include <algorithm>
#include <utility>

#include <QLocale>

#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/series_math.h"
#include "widgets/charts/sparkline.h"
#include "widgets/theme/theme.h"

namespace assay {

QString runStateText(RunState state) {
  switch (state) {
    case RunState::Created: return RunsModel::tr("Waiting");
    case RunState::Running: return RunsModel::tr("Running");
    case RunState::Done: return RunsModel::tr("Done");
    case RunState::Stopped: return RunsModel::tr("Stopped");
    case RunState::Failed: return RunsModel::tr("Failed");
    case RunState::Lost: return RunsModel::tr("Process is gone");
  }
  return {};
}

void RunsModel::setRuns(const std::vector<RunRow>& runs) {
  std::vector<Row> rows;
  for (const RunRow& run : runs) {
    Row row;
    if (const int old = rowOf(run.id); old >= 0) row = rows_[std::size_t(old)];
    else row.colour = int((run.id.value - 1) % 8);
    row.row = run;
    rows.push_back(std::move(row));
  }
  const bool isSame = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                 [](const Row& a, const Row& b) { return a.row.id == b.row.id; });
  if (isSame) {   // the selection stays
    rows_ = std::move(rows);
    for (int row = 0; row < rowCount(); ++row) rowChanged(row, Run, Note);
    return;
  }
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

void RunsModel::setMetric(const MetricInfo& metric) {
  metric_ = metric;
  Q_EMIT headerDataChanged(Qt::Horizontal, Metric, Metric);
  for (int row = 0; row < rowCount(); ++row) rowChanged(row, Metric, Metric);
}

int RunsModel::rowOf(RunId run) const {
  const auto it = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.row.id == run; });
  return it == rows_.end() ? -1 : int(it - rows_.begin());
}

void RunsModel::rowChanged(int row, int from, int to) { Q_EMIT dataChanged(index(row, from), index(row, to)); }

void RunsModel::take(RunId run, const QVector<Event>& events) {
  const int row = rowOf(run);
  if (row < 0) return;
  for (const Event& event : events) {
    rows_[std::size_t(row)].curves->take(event);
    rows_[std::size_t(row)].history.take(event);
  }
  rows_[std::size_t(row)].isTaken = true;
}

void RunsModel::announce() {
  for (int row = 0; row < rowCount(); ++row)
    if (std::exchange(rows_[std::size_t(row)].isTaken, false)) rowChanged(row, Curve, Minutes);
}

void RunsModel::setStatus(RunId run, const RunStatus& status) {
  const int row = rowOf(run);
  if (row < 0) return;
  rows_[std::size_t(row)].status = status;
  rowChanged(row, Run, Note);
}

void RunsModel::setColour(RunId run, int colour) {
  const int row = rowOf(run);
  if (row < 0 || rows_[std::size_t(row)].colour == colour) return;
  rows_[std::size_t(row)].colour = colour;
  rowChanged(row, Run, Curve);
}

void RunsModel::forgetEvents(RunId run) {
  const int row = rowOf(run);
  if (row < 0) return;
  *rows_[std::size_t(row)].curves = RunCurves();
  rows_[std::size_t(row)].history = RunHistory();
}

std::shared_ptr<const RunCurves> RunsModel::curves(RunId run) const {
  const int row = rowOf(run);
  return row < 0 ? nullptr : rows_[std::size_t(row)].curves;
}

const RunHistory* RunsModel::history(RunId run) const {
  const int row = rowOf(run);
  return row < 0 ? nullptr : &rows_[std::size_t(row)].history;
}

const RunStatus* RunsModel::status(RunId run) const {
  const int row = rowOf(run);
  return row < 0 ? nullptr : &rows_[std::size_t(row)].status;
}

int RunsModel::colour(RunId run) const {
  const int row = rowOf(run);
  return row < 0 ? 0 : rows_[std::size_t(row)].colour;
}

QString RunsModel::metricOf(const Row& row) const {
  const QString name = fromUtf8(metric_.name);
  const QStringList reported = row.curves->names(RunCurves::Group::Metric);
  if (!name.isEmpty() && reported.contains(name)) return name;
  return reported.value(0);
}

QString RunsModel::text(const Row& row, int column) const {
  switch (column) {
    case Run: return QString::number(row.row.id.value);
    case Metric: {
      const auto best = row.curves->best(metricOf(row), metric_.higherIsBetter);
      return best ? shortNumber(*best) : QStringLiteral("–");
    }
    case State: {
      const bool isLive = row.status.state == RunState::Running && row.curves->progress() >= 0;
      const QString state = runStateText(row.status.state);
      return isLive ? tr("%1, %2 %").arg(state).arg(int(100 * row.curves->progress())) : state;
    }
    case Minutes: {
      const double minutes = std::max(row.curves->minutes(), row.status.trainedSeconds / 60);
      return QLocale().toString(minutes, 'f', 1);
    }
    case Device: return deviceName(row.status.device);
    case Note: return fromUtf8(row.row.note);
    default: return {};
  }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Row& row = rows_[std::size_t(index.row())];
  const bool isNumber = index.column() == Run || index.column() == Metric || index.column() == Minutes;
  switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return text(row, index.column());
    case runRole: return QVariant::fromValue<qlonglong>(row.row.id.value);
    case Qt::TextAlignmentRole: return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole: return isNumber ? Theme::instance().tabularFont() : QVariant();
    case SparklineDelegate::colourRole: return row.colour;
    case SparklineDelegate::pointsRole: {
      const QString loss = row.curves->names(RunCurves::Group::Loss).contains("loss") ? QStringLiteral("loss")
                                                                                     : row.curves->names(RunCurves::Group::Loss).value(0);
      return QVariant::fromValue(row.curves->points(RunCurves::Group::Loss, loss, CurveAxis::Step));
    }
    case Qt::ToolTipRole:
      if (index.column() == State && !row.status.errorMessage.empty())
        return translateMessage(row.status.errorMessage) + (row.status.errorWhere.empty() ? QString() : '\n' + fromUtf8(row.status.errorWhere));
      return index.column() == Curve ? tr("Loss") : QVariant();
    case Qt::ForegroundRole: {
      if (index.column() != State) return {};
      const Tokens& tokens = Theme::instance().tokens();
      switch (row.status.state) {
        case RunState::Running: return tokens.accent;
        case RunState::Done: return tokens.good;
        case RunState::Failed:
        case RunState::Lost: return tokens.bad;
        default: return tokens.secondaryText;
      }
    }
    default: return {};
  }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    const bool isNumber = section == Run || section == Metric || section == Minutes;
    return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role == Qt::ToolTipRole && section == Metric) return translateOption(metric_.doc);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Run: return tr("Run");
    case Curve: return tr("Loss");
    case Metric: return metric_.name.empty() ? tr("Best") : tr("Best %1").arg(valueName(metric_.name));
    case State: return tr("State");
    case Minutes: return tr("Minutes");
    case Device: return tr("Device");
    case Note: return tr("Note");
    default: return {};
  }
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  return index.column() == Note ? flags | Qt::ItemIsEditable : flags;
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || index.column() != Note || index.row() >= rowCount()) return false;
  Row& row = rows_[std::size_t(index.row())];
  row.row.note = value.toString().trimmed().toStdString();
  rowChanged(index.row(), Note, Note);
  Q_EMIT noteEdited(row.row.id, fromUtf8(row.row.note));
  return true;
}

}  // namespace assay
