// SPDX-License-Identifier: GPL-3.0-or-later
// How the Evaluate page is put together, and its two commands.
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPointer>
#include <QProcess>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/paths.h"
#include "core/store/item_table.h"
#include "core/store/run_table.h"
#include "core/suggest/label_points.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/precision_recall_chart.h"
#include "widgets/pages/evaluate_page.h"
#include "widgets/pages/evaluation_data.h"
#include "widgets/pages/evaluation_detail.h"
#include "widgets/pages/evaluation_gallery.h"
#include "widgets/pages/label_curve_dialog.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

QFrame* panel() {
  auto* frame = new QFrame;
  frame->setProperty("role", "panel");
  return frame;
}

QLabel* label(const QString& text, const char* role) {
  auto* made = new QLabel(text);
  made->setProperty("role", role);
  return made;
}

}  // namespace

EvaluatePage::EvaluatePage(QWidget* parent) : Page(parent) {
  stack_ = new QStackedWidget;
  message_ = label({}, "secondary");
  message_->setAlignment(Qt::AlignCenter);
  message_->setWordWrap(true);
  message_->setTextFormat(Qt::PlainText);
  message_->setMargin(metrics::space5);
  step_ = new QPushButton;
  step_->setObjectName("nextStep");
  auto* messagePage = new QWidget;
  auto* centre = new QVBoxLayout(messagePage);
  centre->addStretch();
  centre->addWidget(message_);
  centre->addWidget(step_, 0, Qt::AlignCenter);
  centre->addStretch();
  connect(step_, &QPushButton::clicked, this, [this] {
    if (const auto step = takeStep_) step();   // a copy: the step may show another message
  });
  generic_ = new QScrollArea;
  generic_->setWidgetResizable(true);
  generic_->setFrameShape(QFrame::NoFrame);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(1);
  column->addWidget(buildToolbar());
  column->addWidget(buildSentence());
  column->addWidget(stack_, 1);
  QWidget* boxes = buildBoxes();
  detail_ = new EvaluationDetail(gallery_);
  for (QWidget* view : {messagePage, boxes, static_cast<QWidget*>(generic_), static_cast<QWidget*>(detail_)}) stack_->addWidget(view);
  connect(detail_, &EvaluationDetail::closed, this, [this] {
    stack_->setCurrentWidget(stack_->widget(1));
    gallery_->setFocus();
  });
  connect(detail_, &EvaluationDetail::labelWanted, this, [this](int image) {
    const std::string& path = data_->boxes->images[std::size_t(image)].image;
    for (const Item& item : session_->items())
      if (item.path == path) return Q_EMIT navigate("label", QVariant::fromValue<qlonglong>(item.id.value));
  });
  connect(detail_, &EvaluationDetail::idleChanged, this, &Page::idleChanged);
  settle_.setSingleShot(true);
  settle_.setInterval(60);
  connect(&settle_, &QTimer::timeout, this, &EvaluatePage::settle);
  buildActions();
  choose();
}

void EvaluatePage::buildActions() {
  const auto add = [this](const QString& text, const QString& icon, const QKeySequence& key, void (EvaluatePage::*act)()) {
    auto* action = new QAction(Theme::instance().icon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    actions_ << action;
  };
  add(tr("Evaluate the chosen run"), "evaluate", QKeySequence("Ctrl+E"), &EvaluatePage::evaluate);
  add(tr("Export report…"), "export", QKeySequence("Ctrl+Shift+E"), &EvaluatePage::exportReport);
  add(tr("Labels and recall…"), "chart", QKeySequence("Ctrl+L"), &EvaluatePage::showLabelCurve);
  add(tr("Show all images"), "reset", QKeySequence("Ctrl+Shift+A"), &EvaluatePage::clearFilter);
}

QWidget* EvaluatePage::buildToolbar() {
  QFrame* bar = panel();
  bar->setFixedHeight(metrics::toolbar);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(metrics::space3, 0, metrics::space3, 0);
  row->setSpacing(metrics::space2);
  runs_ = new QComboBox;
  runs_->setMinimumWidth(180);
  runs_->setAccessibleName(tr("Run"));
  splits_ = new QComboBox;
  splits_->addItem(tr("Test part"), "test");
  splits_->addItem(tr("Validation part"), "valid");
  splits_->addItem(tr("Training part"), "train");
  splits_->setAccessibleName(tr("Split"));
  evaluate_ = new QPushButton(tr("Evaluate"));
  evaluate_->setIcon(Theme::instance().icon("evaluate"));
  report_ = new QToolButton;
  report_->setText(tr("Export report…"));
  report_->setIcon(Theme::instance().icon("export"));
  report_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  row->addWidget(runs_);
  row->addWidget(splits_);
  row->addWidget(evaluate_);
  curve_ = new QToolButton;
  curve_->setText(tr("Labels and recall…"));
  curve_->setToolTip(tr("What labels bought so far, and how many more it would take (Ctrl+L)"));
  curve_->setIcon(Theme::instance().icon("chart"));
  curve_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  row->addStretch();
  row->addWidget(curve_);
  row->addWidget(report_);
  connect(curve_, &QToolButton::clicked, this, &EvaluatePage::showLabelCurve);
  connect(runs_, &QComboBox::currentIndexChanged, this, &EvaluatePage::choose);
  connect(splits_, &QComboBox::currentIndexChanged, this, &EvaluatePage::choose);
  connect(evaluate_, &QPushButton::clicked, this, &EvaluatePage::evaluate);
  connect(report_, &QToolButton::clicked, this, &EvaluatePage::exportReport);
  return bar;
}

QWidget* EvaluatePage::buildSentence() {
  QFrame* frame = panel();
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(metrics::space4, metrics::space3, metrics::space4, metrics::space3);
  column->setSpacing(metrics::space1);
  sentence_ = label({}, "title");
  sentence_->setWordWrap(true);
  sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  facts_ = label({}, "caption");
  facts_->setWordWrap(true);
  column->addWidget(sentence_);
  column->addWidget(facts_);
  return frame;
}

QWidget* EvaluatePage::buildCounts() {
  QFrame* frame = panel();
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(metrics::space4, metrics::space2, metrics::space4, metrics::space3);
  column->setSpacing(0);
  const auto number = [&](const QString& name, const char* role) {
    auto* value = label(QStringLiteral("–"), role);
    QFont font = Theme::instance().titleFont();
    font.setPixelSize(metrics::space5);
    value->setFont(font);
    value->setStyleSheet(QStringLiteral("font-size: %1px;").arg(metrics::space5));
    value->setAccessibleName(name);
    column->addWidget(value);
    column->addWidget(label(name, "caption"));
    column->addSpacing(metrics::space2);
    return value;
  };
  found_ = number(tr("found"), "good");
  missed_ = number(tr("missed"), "bad");
  false_ = number(tr("false boxes"), "warning");
  rates_ = label({}, "secondary");
  column->addWidget(rates_);
  column->addStretch();
  column->addWidget(label(tr("Threshold"), "caption"));
  threshold_ = new QDoubleSpinBox;
  threshold_->setRange(0, 1);
  threshold_->setDecimals(3);
  threshold_->setSingleStep(0.01);
  threshold_->setKeyboardTracking(false);
  threshold_->setAccessibleName(tr("Threshold"));
  column->addWidget(threshold_);
  frame->setFixedWidth(150);
  connect(threshold_, &QDoubleSpinBox::valueChanged, this, [this](double value) { chart_->setThreshold(value); });
  return frame;
}

QWidget* EvaluatePage::buildGallery() {
  QFrame* frame = panel();
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(metrics::space3, metrics::space2, 0, 0);
  auto* head = new QHBoxLayout;
  galleryTitle_ = label(tr("Worst first"), "section");
  showAll_ = new QToolButton;
  showAll_->setText(tr("Show all"));
  showAll_->setVisible(false);
  head->addWidget(galleryTitle_);
  head->addWidget(showAll_);
  head->addStretch();
  gallery_ = new EvaluationGallery;
  column->addLayout(head);
  column->addWidget(gallery_, 1);
  connect(showAll_, &QToolButton::clicked, this, &EvaluatePage::clearFilter);
  connect(gallery_, &EvaluationGallery::imageChosen, this, &EvaluatePage::openImage);
  connect(gallery_, &EvaluationGallery::idleChanged, this, &Page::idleChanged);
  return frame;
}

QWidget* EvaluatePage::buildBoxes() {
  chart_ = new PrecisionRecallChart;
  connect(chart_, &PrecisionRecallChart::thresholdChanged, this, &EvaluatePage::takeThreshold);
  auto* curve = new ChartPanel(tr("Precision and recall"), chart_, nullptr);
  connect(curve, &ChartPanel::status, this, &Page::status);
  matrix_ = new ConfusionView;
  connect(matrix_, &ConfusionView::activated, this, &EvaluatePage::openCell);
  QFrame* confusion = panel();
  confusionFrame_ = confusion;
  auto* confusionColumn = new QVBoxLayout(confusion);
  confusionColumn->setContentsMargins(metrics::space3, metrics::space2, metrics::space3, metrics::space2);
  confusionColumn->addWidget(label(tr("Confusion: click a cell for its images"), "section"));
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(matrix_);
  scroll->setWidgetResizable(true);
  confusionColumn->addWidget(scroll, 1);

  auto* upper = new QWidget;
  auto* row = new QHBoxLayout(upper);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(1);
  row->addWidget(curve, 5);
  row->addWidget(buildCounts());
  row->addWidget(confusion, 6);

  table_ = new QTableWidget(0, 6);
  table_->setHorizontalHeaderLabels({tr("Class or group"), tr("Recall"), tr("Precision"), tr("Found"), tr("Missed"), tr("False")});
  table_->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  for (int i = 1; i < 6; ++i) table_->horizontalHeaderItem(i)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(metrics::row);
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setAccessibleName(tr("By class and group"));
  for (int i = 1; i < 6; ++i) table_->setColumnWidth(i, 68);
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  auto* lower = new QSplitter(Qt::Horizontal);
  lower->addWidget(table_);
  lower->addWidget(buildGallery());
  lower->setSizes({480, 620});
  auto* all = new QSplitter(Qt::Vertical);
  all->addWidget(upper);
  all->addWidget(lower);
  all->setSizes({320, 360});
  all->setChildrenCollapsible(false);
  return all;
}

void EvaluatePage::evaluate() {
  const auto chosen = session_ ? run() : std::nullopt;
  if (!chosen || !evaluate_->isEnabled()) return;
  session_->runs().evaluate(*chosen, split(), {});
}

void EvaluatePage::showLabelCurve() {
  if (!session_) return;
  std::vector<RunDirectory> runs;
  for (const RunRow& run : listRuns(session_->database())) runs.emplace_back(session_->project().runsFolder() / std::to_string(run.id.value));
  auto points = std::make_shared<std::vector<LabelPoint>>();
  session_->tasks().run(
      tr("Reading evaluations"), [points, runs, part = split().toStdString()](const Progress& progress) { *points = labelPoints(runs, part, progress); },
      whileAlive(this, [this, points](const QString& error) {
        if (!error.isEmpty()) return void(Q_EMIT status(error));
        auto* dialog = new LabelCurveDialog(std::move(*points), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
      }));
}

void EvaluatePage::exportReport() {
  if (!report_->isEnabled()) return;
  QString file = QFileDialog::getSaveFileName(this, tr("Export report"), tr("report") + ".html", tr("Web page (*.html)"));
  if (file.isEmpty()) return;
  if (!file.endsWith(".html", Qt::CaseInsensitive)) file += ".html";
  auto* process = new QProcess(this);
  const QPointer<QProcess> alive(process);
  TaskRunner* tasks = &session_->tasks();
  const int task = tasks->begin(tr("Writing the report"), [alive] {
    if (alive) alive->terminate();
  });
  const auto end = [this, process, task, file, tasks = QPointer<TaskRunner>(tasks)](bool isGood) {
    const QString error = isGood ? QString() : tr("The report was not written: %1").arg(QString::fromUtf8(process->readAllStandardError()).trimmed().section('\n', -1));
    if (tasks) tasks->end(task, error);
    Q_EMIT status(isGood ? tr("Saved %1.").arg(file) : error);
    process->deleteLater();
  };
  connect(process, &QProcess::finished, this, [end](int code, QProcess::ExitStatus how) { end(how == QProcess::NormalExit && code == 0); });
  connect(process, &QProcess::errorOccurred, this, [end](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) end(false);
  });
  try {
    process->start(fromPath(siblingProgram("assay")), {"eval", fromPath(session_->project().root), "--run", QString::number(run()->value), "--split",
                                                        split(), "--report", file});
  } catch (const Error& error) {
    tasks->end(task, describe(error));
    process->deleteLater();
    Q_EMIT status(describe(error));
  }
}

}  // namespace assay
