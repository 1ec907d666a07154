// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/artifact_view.h"

#include <cmath>

#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/series_math.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr std::size_t mostSeries = 64, mostRows = 10000, mostColumns = 200, mostClasses = 200;

Json array(const Json& object, const char* key, const std::string& where) {
  Json value = member<Json>(object, key, where);
  require(value.is_array(), std::string("`") + key + "` must be a list", where, Code::BadInput);
  return value;
}

QString textOr(const Json& object, const char* key, const QString& fallback) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? fromUtf8(it->get<std::string>()) : fallback;
}

QStringList names(const Json& list, std::size_t most, const std::string& where) {
  require(list.size() <= most, "more than " + std::to_string(most) + " names", where, Code::BadInput);
  QStringList names;
  for (const Json& name : list) names << (name.is_string() ? fromUtf8(name.get<std::string>()) : fromUtf8(name.dump()));
  return names;
}

QWidget* makeChart(const QString& name, const Json& artifact, SeriesStyle::Mark mark, const std::string& where) {
  auto panel = std::make_unique<ChartPanel>(textOr(artifact, "title", name));
  LiveChart& chart = panel->chart();
  chart.setAxisTitles(textOr(artifact, "x_label", {}), textOr(artifact, "y_label", {}));
  const Json all = array(artifact, "series", where);
  require(all.size() <= mostSeries, "more than 64 series", where, Code::BadInput);
  for (const Json& one : all) {
    const Json x = array(one, "x", where), y = array(one, "y", where);
    require(x.size() == y.size(), "`x` and `y` must be of the same length", where, Code::BadInput);
    SeriesStyle style;
    style.name = textOr(one, "name", {});
    style.colour = chart.seriesCount();
    style.dash = Theme::seriesIsDashed(style.colour) ? Qt::DashLine : Qt::SolidLine;
    style.mark = mark;
    QList<QPointF> points;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (x[i].is_number() && y[i].is_number()) points.append({x[i].get<double>(), y[i].get<double>()});
    chart.setPoints(chart.addSeries(style), std::move(points));
  }
  panel->setMinimumHeight(260);
  return panel.release();
}

QWidget* titled(const QString& title, QWidget* body) {
  auto* frame = new QFrame;
  frame->setProperty("role", "panel");
  auto* label = new QLabel(title, frame);
  label->setProperty("role", "section");
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(metrics::space3, metrics::space2, metrics::space3, metrics::space2);
  column->addWidget(label);
  column->addWidget(body);
  return frame;
}

QWidget* makeConfusion(const QString& name, const Json& artifact, const std::string& where) {
  const QStringList classes = names(array(artifact, "classes", where), mostClasses, where);
  const Json counts = array(artifact, "counts", where);
  std::vector<std::vector<qint64>> cells;
  for (const Json& row : counts) {
    require(row.is_array() && row.size() == counts.size(), "`counts` must be a square of numbers", where, Code::BadInput);
    cells.emplace_back();
    for (const Json& cell : row) {
      require(cell.is_number(), "`counts` must hold numbers only", where, Code::BadInput);
      cells.back().push_back(qint64(cell.get<double>()));
    }
  }
  require(qsizetype(cells.size()) == classes.size(), "`counts` must have a row a class", where, Code::BadInput);
  auto* view = new ConfusionView;
  view->setMatrix(classes, classes, std::move(cells));
  return titled(textOr(artifact, "title", name), view);
}

QTableWidgetItem* makeCell(const Json& value) {
  if (value.is_number()) {
    auto* cell = new QTableWidgetItem(shortNumber(value.get<double>()));
    cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    cell->setFont(Theme::instance().tabularFont());
    return cell;
  }
  return new QTableWidgetItem(value.is_string() ? fromUtf8(value.get<std::string>()) : fromUtf8(value.dump()));
}

QWidget* makeTable(const QString& name, const Json& artifact, const std::string& where) {
  QStringList columns;
  for (const QString& column : names(array(artifact, "columns", where), mostColumns, where)) columns << valueName(column.toStdString());
  const Json rows = array(artifact, "rows", where);
  const int shown = int(std::min(rows.size(), mostRows));
  auto table = std::make_unique<QTableWidget>(shown, int(columns.size()));
  table->setHorizontalHeaderLabels(columns);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(metrics::row);
  for (int column = 0; column < columns.size(); ++column) {
    const bool isNumber = !rows.empty() && rows[0].is_array() && std::size_t(column) < rows[0].size() && rows[0][std::size_t(column)].is_number();
    table->horizontalHeaderItem(column)->setTextAlignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  table->setShowGrid(false);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  for (int row = 0; row < shown; ++row) {
    const Json& values = rows[std::size_t(row)];
    require(values.is_array() && qsizetype(values.size()) == columns.size(), "each row must have a value a column", where, Code::BadInput);
    for (int column = 0; column < columns.size(); ++column) table->setItem(row, column, makeCell(values[std::size_t(column)]));
  }
  table->resizeColumnsToContents();
  table->horizontalHeader()->setStretchLastSection(true);
  const int height = 40 + metrics::row * shown;
  table->setMinimumHeight(std::min(320, height));
  if (height < 320) table->setMaximumHeight(height);   // a short table leaves no hole below it
  return titled(textOr(artifact, "title", name), table.release());
}

}  // namespace

ArtifactView::ArtifactView(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
}

QWidget* ArtifactView::make(const QString& name, const Json& artifact) {
  const std::string where = name.toStdString();
  const std::string kind = member<std::string>(artifact, "kind", where);
  if (kind == "curve") return makeChart(name, artifact, SeriesStyle::Mark::Line, where);
  if (kind == "scatter") return makeChart(name, artifact, SeriesStyle::Mark::Points, where);
  if (kind == "confusion") return makeConfusion(valueName(where), artifact, where);
  if (kind == "table") return makeTable(valueName(where), artifact, where);
  problem_ = tr("%1 is of the kind “%2”, which this version cannot draw. Its file is kept with the run.").arg(name, fromUtf8(kind));
  return nullptr;
}

void ArtifactView::show(const QString& name, const Json& artifact) {
  while (QLayoutItem* item = column_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  problem_.clear();
  QWidget* body = nullptr;
  try {
    body = make(name, artifact);
  } catch (const Error& error) {   // a plugin wrote it: what is wrong is for the person to know
    problem_ = tr("%1 cannot be drawn: %2").arg(name, describe(error));
  }
  if (!body) {
    auto* label = new QLabel(problem_, this);
    label->setProperty("role", "secondary");
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    body = label;
  }
  column_->addWidget(body);
}

}  // namespace assay
