// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/runs_page.h"

#include <algorithm>

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/plugin/catalogue.h"
#include "core/store/database.h"
#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_feed.h"
#include "widgets/charts/chart_group.h"
#include "widgets/charts/learning_curve_chart.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/sparkline.h"
#include "widgets/pages/run_inspector.h"
#include "widgets/pages/runs_model.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int liveMs = 100, slowestMs = 1000;
constexpr int textMs = 1000;   // nobody reads figures that change faster

QToolButton* toolButton(QAction* action) {
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setFocusPolicy(Qt::TabFocus);
  return button;
}

}  // namespace

RunsPage::RunsPage(QWidget* parent)
    : Page(parent), model_(new RunsModel(this)), table_(new QTableView), stack_(new QStackedWidget(this)),
      group_(new ChartGroup(this)), inspector_(new RunInspector(this)) {
  inspector_->hide();
  buildActions();
  table_->setModel(model_);
  table_->setAccessibleName(tr("Runs"));
  table_->setItemDelegateForColumn(RunsModel::Curve, new SparklineDelegate(table_));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(metrics::row);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setStretchLastSection(true);
  const int widths[] = {52, 120, 104, 112, 72, 250};
  for (int column = 0; column < int(std::size(widths)); ++column) table_->setColumnWidth(column, widths[column]);

  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->addWidget(table_);
  splitter->addWidget(buildCharts());
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 3);
  splitter->setSizes({190, 560});
  splitter->setChildrenCollapsible(false);
  auto* empty = new QLabel(tr("No runs yet. A run learns from your labels; it appears here when you start it on the Train page."));
  empty->setAlignment(Qt::AlignCenter);
  empty->setProperty("role", "secondary");
  empty->setWordWrap(true);
  auto* train = new QPushButton(tr("Go to Train"));
  connect(train, &QPushButton::clicked, this, [this] { Q_EMIT navigate("train", {}); });
  auto* emptyPage = new QWidget;
  auto* emptyColumn = new QVBoxLayout(emptyPage);
  emptyColumn->addStretch();
  emptyColumn->addWidget(empty);
  emptyColumn->addWidget(train, 0, Qt::AlignCenter);
  emptyColumn->addStretch();
  stack_->addWidget(emptyPage);
  stack_->addWidget(splitter);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildToolbar());
  column->addWidget(stack_, 1);

  tick_.setSingleShot(true);
  tick_.setInterval(liveMs);
  connect(&tick_, &QTimer::timeout, this, &RunsPage::takeNew);
  textTick_.setSingleShot(true);
  textTick_.setInterval(textMs);
  connect(&textTick_, &QTimer::timeout, this, &RunsPage::showTexts);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPage::selectionChanged);
  connect(model_, &RunsModel::noteEdited, this, &RunsPage::saveNote);
  updateActions();
}

RunsPage::~RunsPage() = default;

QWidget* RunsPage::buildToolbar() {
  auto* bar = new QFrame;
  bar->setProperty("role", "panel");
  bar->setFixedHeight(metrics::toolbar);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(metrics::space3, 0, metrics::space3, 0);
  row->setSpacing(metrics::space1);
  for (QAction* action : {stop_, resume_, evaluate_, clone_}) row->addWidget(toolButton(action));
  row->addStretch();
  for (QAction* action : {csv_, png_, delete_}) {
    auto* button = toolButton(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    row->addWidget(button);
  }
  return bar;
}

QWidget* RunsPage::buildCharts() {
  auto* page = new QWidget;
  auto* bar = new QFrame;
  bar->setProperty("role", "panel");
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(metrics::space3, metrics::space1, metrics::space3, metrics::space1);
  row->setSpacing(metrics::space2);
  axis_ = new QComboBox;
  axis_->addItems({tr("Step"), tr("Epoch"), tr("Minutes")});
  axis_->setAccessibleName(tr("Horizontal axis"));
  smoothing_ = new QSlider(Qt::Horizontal);
  smoothing_->setRange(0, 99);
  smoothing_->setFixedWidth(140);
  smoothing_->setAccessibleName(tr("Smoothing"));
  auto* smoothingValue = new QLabel(tr("off"));
  smoothingValue->setProperty("role", "caption");
  smoothingValue->setFixedWidth(36);
  logarithmic_ = new QToolButton;
  logarithmic_->setText(tr("Log axis"));
  logarithmic_->setCheckable(true);
  logarithmic_->setIcon(Theme::instance().icon("log-axis"));
  logarithmic_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  hint_ = new QLabel;
  hint_->setProperty("role", "caption");
  row->addWidget(new QLabel(tr("Along")));
  row->addWidget(axis_);
  row->addSpacing(metrics::space3);
  row->addWidget(new QLabel(tr("Smoothing")));
  row->addWidget(smoothing_);
  row->addWidget(smoothingValue);
  row->addSpacing(metrics::space2);
  row->addWidget(logarithmic_);
  row->addStretch();
  row->addWidget(hint_);

  chartArea_ = new QWidget;
  auto* grid = new QGridLayout(chartArea_);
  grid->setContentsMargins(0, 1, 0, 0);
  grid->setSpacing(1);
  using Group = RunCurves::Group;
  charts_ = {new LearningCurveChart(Group::Loss, tr("Losses"), {}),
             new LearningCurveChart(Group::Metric, tr("Metrics on held-out labels"), {}),
             new LearningCurveChart(Group::LearningRate, tr("Learning rate"), {}),
             new LearningCurveChart(Group::Throughput, tr("Items per second"), {}),
             new LearningCurveChart(Group::Memory, tr("Memory, MB"), {}),
             new LearningCurveChart(Group::Gradient, tr("Gradient norm"), {})};
  for (int i = 0; i < charts_.size(); ++i) {
    charts_[i]->setMinimumHeight(i < 2 ? 250 : 200);
    grid->addWidget(charts_[i], i / 2, i % 2);
    grid->setRowStretch(i / 2, i < 2 ? 3 : 2);
    group_->add(&charts_[i]->chart());
    connect(charts_[i], &ChartPanel::status, this, &Page::status);
  }
  auto* scroll = new QScrollArea;
  scroll->setWidget(chartArea_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(bar);
  column->addWidget(scroll, 1);
  connect(axis_, &QComboBox::currentIndexChanged, this, &RunsPage::applyAxis);
  connect(smoothing_, &QSlider::valueChanged, this, [this, smoothingValue](int value) {
    smoothingValue->setText(value == 0 ? tr("off") : QLocale().toString(value / 100.0, 'f', 2));
    for (int i : {0, 3, 5}) charts_[i]->chart().setSmoothing(value / 100.0);   // the noisy ones
  });
  connect(logarithmic_, &QToolButton::toggled, this, [this](bool on) {
    for (int i : {0, 5}) charts_[i]->chart().setLogarithmic(on);
  });
  return page;
}

QWidget* RunsPage::inspector() { return inspector_; }

void RunsPage::applyAxis() {
  for (LearningCurveChart* chart : charts_) chart->setAxis(CurveAxis(axis_->currentIndex()));
}

void RunsPage::setSession(ProjectSession* session) {
  if (session_) session_->disconnect(this);
  feed_.reset();
  session_ = session;
  shown_.clear();
  model_->setRuns({});
  if (session) {
    loadManifest();
    feed_ = std::make_unique<RunFeed>(session->project().runsFolder());
    connect(feed_.get(), &RunFeed::events, this, [this](RunId run, const QVector<Event>& events) {
      model_->take(run, events);
      isDirty_ = true;
      if (!tick_.isActive()) tick_.start();
      if (!textTick_.isActive()) textTick_.start();
    });
    connect(feed_.get(), &RunFeed::statusChanged, this, [this](RunId run) {
      if (const auto status = feed_->status(run)) model_->setStatus(run, *status);
      isDirty_ = true;
      if (!tick_.isActive()) tick_.start();
      showTexts();
    });
    connect(feed_.get(), &RunFeed::caughtUp, this, &Page::idleChanged);
    connect(session, &ProjectSession::runsChanged, this, &RunsPage::reload);
  }
  reload();
}

/// What the plugin's manifest says of its runs: the metric to rank them by, the words for their options.
void RunsPage::loadManifest() {
  try {
    const Project& project = session_->project();
    const PluginCatalogue catalogue = PluginCatalogue::scan();
    const PluginManifest& manifest = project.plugin.empty() ? catalogue.byTask(project.task) : catalogue.byId(project.plugin);
    model_->setMetric(manifest.metrics.empty() ? MetricInfo{} : manifest.metrics.front());
    inspector_->setSchema(runSchema(manifest));
  } catch (const Error&) {
    inspector_->setSchema({});
    model_->setMetric({});   // the plugin is not here: a run's first metric stands in; Train names what is missing
  }
}

void RunsPage::reload() {
  std::vector<RunRow> runs;
  if (session_) runs = listRuns(session_->database());
  const QList<qint64> kept = keptSelection();
  model_->setRuns(runs);
  for (const RunRow& run : runs) {
    if (!feed_->isFollowing(run.id)) model_->forgetEvents(run.id);
    feed_->follow(run.id);
    if (const auto status = feed_->status(run.id)) model_->setStatus(run.id, *status);
  }
  stack_->setCurrentIndex(runs.empty() ? 0 : 1);
  if (selectedRuns().isEmpty()) select(kept);
  if (!runs.empty() && selectedRuns().isEmpty()) select(runs.front().id.value);
  selectionChanged();
  Q_EMIT idleChanged();
}

void RunsPage::activate() {
  if (session_) reload();
}

bool RunsPage::isIdle() const {
  if (!session_) return true;
  for (int row = 0; row < model_->rowCount(); ++row)
    if (!feed_->isCaughtUp(model_->runAt(row))) return false;
  if (isDirty_ || textTick_.isActive()) return false;
  return std::all_of(charts_.begin(), charts_.end(), [](LearningCurveChart* c) { return c->chart().isUpToDate(); });
}

void RunsPage::open(const QVariant& argument) {
  if (argument.isValid()) select(argument.toLongLong());
}

void RunsPage::select(qint64 run) {
  const int row = model_->rowOf(RunId{run});
  if (row >= 0) table_->selectRow(row);
}

void RunsPage::select(const QList<qint64>& runs) {
  QItemSelection rows;
  for (qint64 run : runs)
    if (const int row = model_->rowOf(RunId{run}); row >= 0) rows.select(model_->index(row, 0), model_->index(row, 0));
  table_->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

/// Of whoever looks at the newest run alone and it has ended, the next one is expected; any other choice stays.
QList<qint64> RunsPage::keptSelection() const {
  const QList<qint64> selected = selectedRuns();
  if (selected.size() != 1 || model_->rowOf(RunId{selected.first()}) != 0) return selected;
  const RunStatus* status = model_->status(RunId{selected.first()});
  const bool isLive = status && (status->state == RunState::Running || status->state == RunState::Created);
  return isLive ? selected : QList<qint64>{};
}

QList<qint64> RunsPage::selectedRuns() const {
  QList<qint64> runs;
  for (const QModelIndex& index : table_->selectionModel()->selectedRows()) runs << model_->runAt(index.row()).value;
  std::sort(runs.begin(), runs.end(), std::greater<>());
  return runs;
}

std::optional<RunId> RunsPage::current() const {
  const auto runs = selectedRuns();
  return runs.size() == 1 ? std::optional(RunId{runs.first()}) : std::nullopt;
}

std::filesystem::path RunsPage::folderOf(RunId run) const { return session_->project().runsFolder() / std::to_string(run.value); }

void RunsPage::selectionChanged() {
  const auto runs = selectedRuns();
  if (session_ && runs != shown_) {
    shown_ = runs;
    std::vector<ShownRun> shown;
    std::vector<std::pair<RunId, std::filesystem::path>> folders;
    QList<int> taken;
    for (qint64 run : runs) {
      int colour = int((run - 1) % 8);
      while (taken.contains(colour) && taken.size() < 8) colour = (colour + 1) % 8;   // two selected runs never look alike
      taken << colour;
      model_->setColour(RunId{run}, colour);
      shown.push_back({tr("run %1").arg(run), colour, model_->curves(RunId{run})});
      folders.emplace_back(RunId{run}, folderOf(RunId{run}));
    }
    for (LearningCurveChart* chart : charts_) chart->showRuns(shown);
    inspector_->setRuns(folders);
    hint_->setText(runs.size() > 1 ? tr("%1 runs overlaid").arg(runs.size()) : tr("Ctrl+click a second run to compare"));
  }
  isDirty_ = true;
  takeNew();
  showTexts();
}

/// A tenth of a second while a curve grows by a pixel in that time, later as long as a pixel takes: what is watched must
/// not be slower than what is not.
int RunsPage::liveInterval() const {
  double minutes = 0;
  for (qint64 run : shown_)
    if (const auto curves = model_->curves(RunId{run})) minutes = std::max(minutes, curves->minutes());   // none: deleted
  return std::clamp(int(minutes * 60000 / std::max(charts_.first()->width(), 1)), liveMs, slowestMs);
}

void RunsPage::takeNew() {
  const bool wasDirty = std::exchange(isDirty_, false);
  for (LearningCurveChart* chart : charts_) chart->takeNew();
  tick_.setInterval(liveInterval());
  if (wasDirty) Q_EMIT idleChanged();
}

void RunsPage::showTexts() {
  textTick_.stop();
  model_->announce();
  if (!shown_.isEmpty()) inspector_->showProgress(model_->status(RunId{shown_.first()}), model_->curves(RunId{shown_.first()}).get(),
                                                       model_->history(RunId{shown_.first()}));
  updateActions();
  Q_EMIT idleChanged();
}

}  // namespace assay
