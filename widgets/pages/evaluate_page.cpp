// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/evaluate_page.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/job/run_directory.h"
#include "core/report/group_metrics.h"
#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/charts/artifact_view.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/precision_recall_chart.h"
#include "widgets/charts/series_math.h"
#include "widgets/pages/evaluation_data.h"
#include "widgets/pages/evaluation_detail.h"
#include "widgets/pages/evaluation_gallery.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

enum View { messageView, boxesView, genericView, detailView };
constexpr int settleMs = 60;   // matrix, table and gallery follow when the hand rests; the counts at once

/// Of the run that an evaluation's folder belongs to.
OptionValues optionsOf(const std::filesystem::path& evaluation) {
  const RunDirectory run(evaluation.parent_path().parent_path());
  return std::filesystem::exists(run.specFile()) ? run.spec().options : OptionValues();
}

}  // namespace

EvaluatePage::~EvaluatePage() = default;

void EvaluatePage::setSession(ProjectSession* session) {
  if (session_) {
    session_->disconnect(this);
    session_->runs().disconnect(this);
  }
  session_ = session;
  shownFolder_.clear();
  showData(nullptr);
  runs_->clear();
  if (!session) return;
  connect(session, &ProjectSession::runsChanged, this, &EvaluatePage::reloadRuns);
  connect(&session->runs(), &RunCommands::evaluationStarted, this, [this] { choose(); });
  connect(&session->runs(), &RunCommands::evaluationFinished, this, [this](RunId, const QString&, const QString& error) {
    shownFolder_.clear();
    choose();
    if (!error.isEmpty()) showMessage(tr("The evaluation did not finish: %1").arg(error));
  });
  reloadRuns();
}

void EvaluatePage::activate() { reloadRuns(); }

void EvaluatePage::open(const QVariant& argument) {
  if (!argument.isValid()) return;
  reloadRuns();
  if (const int row = runs_->findData(argument.toLongLong()); row >= 0) runs_->setCurrentIndex(row);
}

bool EvaluatePage::isIdle() const { return loading_ == 0 && !settle_.isActive() && gallery_->isIdle() && detail_->isIdle() && chart_->isUpToDate(); }

std::optional<RunId> EvaluatePage::run() const {
  const QVariant id = runs_->currentData();
  return id.isValid() ? std::optional(RunId{id.toLongLong()}) : std::nullopt;
}

QString EvaluatePage::split() const { return splits_->currentData().toString(); }

std::filesystem::path EvaluatePage::folder() const {
  return RunDirectory(session_->project().runsFolder() / std::to_string(run()->value)).evaluation(split().toStdString()).folder();
}

QString EvaluatePage::sentence() const { return sentence_->text(); }

void EvaluatePage::reloadRuns() {
  if (!session_) return;
  const QVariant kept = runs_->currentData();
  {
    const QSignalBlocker quiet(runs_);
    runs_->clear();
    for (const RunRow& row : listRuns(session_->database())) {
      const QString note = fromUtf8(row.note);
      runs_->addItem(note.isEmpty() ? tr("Run %1").arg(row.id.value) : tr("Run %1 · %2").arg(row.id.value).arg(note), QVariant::fromValue<qlonglong>(row.id.value));
    }
    if (const int row = runs_->findData(kept); row >= 0) runs_->setCurrentIndex(row);
  }
  choose();
}

void EvaluatePage::choose() {
  const auto chosen = session_ ? run() : std::nullopt;
  const bool isEvaluating = chosen && session_->runs().isEvaluating(*chosen);
  evaluate_->setEnabled(chosen && !isEvaluating && !session_->isReadOnly());
  evaluate_->setText(isEvaluating ? tr("Evaluating…") : tr("Evaluate"));
  report_->setEnabled(false);
  if (!chosen) {
    shownFolder_.clear();
    return showMessage(tr("No run to judge yet. Train a model first; its result on data that it has not seen is shown here."),
                       tr("Go to Train"), [this] { Q_EMIT navigate("train", {}); });
  }
  const std::filesystem::path wanted = folder();
  std::error_code none;
  if (!std::filesystem::exists(wanted / "result.json", none)) {
    shownFolder_.clear();
    if (isEvaluating) return showMessage(tr("Evaluating. Progress and a button to cancel are in the status bar."));
    const QString step = evaluate_->isEnabled() ? tr("Evaluate") : QString();
    return showMessage(tr("Run %1 has not been judged on this split.").arg(chosen->value), step, [this] { evaluate_->click(); });
  }
  report_->setEnabled(true);
  if (shownFolder_ != fromPath(wanted)) load();
}

void EvaluatePage::load() {
  const std::filesystem::path wanted = folder();
  shownFolder_ = fromPath(wanted);
  auto loaded = std::make_shared<std::shared_ptr<const EvaluationData>>();
  ++loading_;
  session_->runInBackground(
      tr("Reading the evaluation"),
      [wanted, items = session_->items(), loaded](Database&, const Progress&) { *loaded = loadEvaluation(wanted, trainedGroups(items, optionsOf(wanted))); },
      whileAlive(this, [this, loaded, name = shownFolder_](const QString& error) {
        --loading_;
        if (name != shownFolder_) return Q_EMIT idleChanged();   // another was chosen meanwhile
        if (error.isEmpty()) showData(*loaded);
        else showMessage(tr("The result cannot be read: %1").arg(error));
        Q_EMIT idleChanged();
      }));
}

void EvaluatePage::showMessage(const QString& text, const QString& step, std::function<void()> act) {
  showData(nullptr);
  message_->setText(text);
  step_->setText(step);
  step_->setVisible(!step.isEmpty());
  takeStep_ = std::move(act);
  stack_->setCurrentIndex(messageView);
  Q_EMIT idleChanged();
}

void EvaluatePage::showData(std::shared_ptr<const EvaluationData> data) {
  data_ = std::move(data);
  filter_.reset();
  sentence_->parentWidget()->setVisible(data_ != nullptr);
  if (!data_) {
    gallery_->show(nullptr, 0, std::nullopt);
    return;
  }
  QStringList facts{data_->count == 1 ? tr("1 image") : tr("%1 images").arg(QLocale().toString(qlonglong(data_->count)))};
  if (!data_->boxes) facts = {data_->count == 1 ? tr("1 item") : tr("%1 items").arg(QLocale().toString(qlonglong(data_->count)))};
  for (const auto& [name, value] : data_->metrics) facts << valueName(name.toStdString()) + QStringLiteral(" ") + shortNumber(value);
  if (data_->latency)
    facts << tr("%1 ms alone, 99 % within %2 ms").arg(QLocale().toString(data_->latency->p50, 'f', 1), QLocale().toString(data_->latency->p99, 'f', 1));
  if (!data_->device.isEmpty()) facts << data_->device;
  QStringList lines{facts.join(QStringLiteral("  ·  "))};
  if (!data_->claim.isEmpty()) lines << data_->claim;
  for (const auto& [subject, statement] : data_->disclosures) lines << tr("%1: %2").arg(subject, statement);
  facts_->setText(lines.join('\n'));
  if (data_->boxes) showBoxes();
  else showGeneric();
}

void EvaluatePage::showGeneric() {
  sentence_->setText(data_->metrics.empty() ? tr("The plugin reports no figure.")
                                            : tr("%1 is %2, measured on %3 items.").arg(valueName(data_->metrics.front().first.toStdString()), shortNumber(data_->metrics.front().second), QLocale().toString(qlonglong(data_->count))));
  auto* body = new QWidget;
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(metrics::space4, metrics::space4, metrics::space4, metrics::space4);
  column->setSpacing(metrics::space3);
  Json rows = Json::array();
  for (const auto& [name, value] : data_->metrics) rows.push_back({valueName(name.toStdString()).toStdString(), value});
  auto* figures = new ArtifactView;
  figures->show(tr("Metrics"), {{"kind", "table"}, {"columns", {tr("Metric").toStdString(), tr("Value").toStdString()}}, {"rows", rows}});
  column->addWidget(figures);
  for (const auto& [name, artifact] : data_->artifacts) {
    auto* view = new ArtifactView;
    view->show(name, artifact);
    column->addWidget(view);
  }
  column->addStretch();
  generic_->setWidget(body);
  stack_->setCurrentIndex(genericView);
}

void EvaluatePage::placeImages() {
  std::map<std::string, const Item*> items;
  for (const Item& item : session_->items()) items[item.path] = &item;
  std::vector<ImagePlace> places;
  for (const ImageResult& image : data_->boxes->images) {
    ImagePlace place{session_->absolutePath(image.image), image.reference.empty() ? QString() : session_->absolutePath(image.reference), {}, {}};
    if (const auto it = items.find(image.image); it != items.end()) {
      place.sha256 = it->second->sha256;
      place.size = {it->second->width, it->second->height};
    }
    places.push_back(std::move(place));
  }
  gallery_->setPlaces(std::move(places));
}

void EvaluatePage::showBoxes() {
  placeImages();
  gallery_->setColours([this](const std::string& name) { return Theme::instance().series(session_ ? session_->classColour(name) : 0); });
  chart_->setCurve(tr("All classes"), data_->any->curve());
  for (const NamedSweep& one : data_->classes) chart_->addCurve(one.name, session_->classColour(one.name.toStdString()), one.sweep.curve());
  stack_->setCurrentIndex(boxesView);
  {
    const QSignalBlocker quiet(chart_);
    chart_->setThreshold(data_->boxes->threshold);
  }
  takeThreshold(data_->boxes->threshold);
  settle();
}

void EvaluatePage::takeThreshold(double threshold) {
  if (!data_ || !data_->boxes) return;
  const QLocale locale;
  counts_ = data_->any->at(threshold);
  found_->setText(locale.toString(qlonglong(counts_.found)));
  missed_->setText(locale.toString(qlonglong(counts_.missed)));
  false_->setText(locale.toString(qlonglong(counts_.falseBoxes)));
  rates_->setText(tr("Recall %1 %\nPrecision %2 %").arg(percentNumber(counts_.recall), percentNumber(counts_.precision)));
  sentence_->setText(judgesImages(*data_->boxes) ? evaluationSentence(countImages(*data_->boxes, threshold)) : evaluationSentence(counts_, data_->any->images()));
  {
    const QSignalBlocker quiet(threshold_);
    threshold_->setValue(threshold);
  }
  fillTable();
  settle_.start();
}

namespace {

ImageCounts defectiveOnly(ImageCounts counts) {
  counts.clean = counts.falseAlarms = 0;
  return counts;
}

}  // namespace

/// Images as wholes, all and by class.
void EvaluatePage::addImageRows(std::vector<std::pair<QString, CurvePoint>>& rows, double threshold) const {
  const auto add = [&](const QString& name, const ImageCounts& counts) {
    if (counts.defective + counts.falseAlarms == 0) return;
    const double flagged = double(std::max<int64_t>(1, counts.found + counts.falseAlarms));
    const double precision = counts.clean > 0 ? double(counts.found) / flagged : std::nan("");   // clean images are of no class
    rows.emplace_back(name, CurvePoint{threshold, precision, counts.defective > 0 ? double(counts.found) / double(counts.defective) : 0, counts.found,
                                       counts.defective - counts.found, counts.falseAlarms});
  };
  add(tr("Images, all classes"), countImages(*data_->boxes, threshold));
  for (const std::string& name : data_->boxes->classes) add(tr("Images with %1").arg(QString::fromStdString(name)), defectiveOnly(countImages(*data_->boxes, threshold, name)));
}

/// Boxes by class and group, and images where they have scores of their own; of a model that has seen no defect, images first.
std::vector<std::pair<QString, CurvePoint>> EvaluatePage::tableRows() const {
  const double threshold = counts_.threshold;
  std::vector<std::pair<QString, CurvePoint>> rows;
  if (judgesImages(*data_->boxes)) {
    addImageRows(rows, threshold);
    rows.emplace_back(tr("Boxes"), data_->any->at(threshold));
    return rows;
  }
  rows = {{tr("All classes"), data_->any->at(threshold)}, {tr("All, class right"), data_->same->at(threshold)}};
  for (const NamedSweep& one : data_->classes) rows.emplace_back(one.name, one.sweep.at(threshold));
  for (const NamedSweep& one : data_->groups) rows.emplace_back(one.name, one.sweep.at(threshold));
  const auto& images = data_->boxes->images;
  if (std::any_of(images.begin(), images.end(), [](const ImageResult& image) { return image.score.has_value(); })) addImageRows(rows, threshold);
  return rows;
}

void EvaluatePage::fillTable() {
  const std::vector<std::pair<QString, CurvePoint>> rows = tableRows();
  table_->setRowCount(int(rows.size()));
  const QLocale locale;
  for (int row = 0; row < int(rows.size()); ++row) {
    const CurvePoint& point = rows[std::size_t(row)].second;
    const bool hasTruth = point.found + point.missed > 0;
    const QString cells[] = {rows[std::size_t(row)].first,
                             hasTruth ? percentNumber(point.recall) + QStringLiteral(" %") : QStringLiteral("–"),
                             point.found + point.falseBoxes > 0 && !std::isnan(point.precision) ? percentNumber(point.precision) + QStringLiteral(" %") : QStringLiteral("–"),
                             locale.toString(qlonglong(point.found)), locale.toString(qlonglong(point.missed)), locale.toString(qlonglong(point.falseBoxes))};
    for (int column = 0; column < int(std::size(cells)); ++column) {
      QTableWidgetItem* item = table_->item(row, column);
      if (!item) {
        item = new QTableWidgetItem;
        if (column > 0) {
          item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
          item->setFont(Theme::instance().tabularFont());
        }
        table_->setItem(row, column, item);
      }
      if (item->text() != cells[column]) item->setText(cells[column]);
    }
  }
}

void EvaluatePage::settle() {
  settle_.stop();
  if (!data_ || !data_->boxes) return;
  confusionFrame_->setVisible(!judgesImages(*data_->boxes));   // a model that judges pictures as wholes confuses no classes
  confusion_ = confusionMatrix(*data_->boxes, judgedIou, counts_.threshold);
  QStringList rows, columns;
  for (const std::string& name : confusion_.classes) rows << fromUtf8(name);
  columns = rows;
  rows << tr("background");
  columns << tr("missed");
  std::vector<std::vector<qint64>> cells;
  for (const auto& row : confusion_.counts) cells.emplace_back(row.begin(), row.end());
  matrix_->setMatrix(rows, columns, std::move(cells));
  gallery_->show(data_, counts_.threshold, filter_);
  Q_EMIT idleChanged();
}

void EvaluatePage::openCell(int row, int column) {
  const auto& images = confusion_.images[std::size_t(row)][std::size_t(column)];
  filter_ = std::set<int>(images.begin(), images.end());
  const auto name = [&](int i, const QString& last) { return i < int(confusion_.classes.size()) ? fromUtf8(confusion_.classes[std::size_t(i)]) : last; };
  galleryTitle_->setText(tr("True %1, predicted %2 (%3)").arg(name(row, tr("background")), name(column, tr("missed")), QLocale().toString(int(filter_->size()))));
  showAll_->setVisible(true);
  gallery_->show(data_, counts_.threshold, filter_);
}

void EvaluatePage::clearFilter() {
  filter_.reset();
  galleryTitle_->setText(tr("Worst first"));
  showAll_->setVisible(false);
  if (data_) gallery_->show(data_, counts_.threshold, filter_);
}

void EvaluatePage::openImage(int image) {
  if (!data_ || !data_->boxes) return;
  stack_->setCurrentIndex(detailView);
  detail_->show(data_, image, counts_.threshold);
}

}  // namespace assay
