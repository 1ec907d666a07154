// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/run_inspector.h"

#include <algorithm>
#include <map>

#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/bridge/message_text.h"
#include "widgets/bridge/run_progress.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/run_timeline.h"
#include "widgets/charts/time_bar.h"
#include "widgets/pages/rank_panel.h"
#include "widgets/pages/runs_model.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr qint64 logTail = 64 * 1024;   // bytes: what a person scrolls through
constexpr int logEveryMs = 1000;
constexpr int widestValue = 130;
constexpr int communication = 3;   // of the phases

QLabel* section(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("role", "section");
  return label;
}

QString phaseText(int phase) {
  switch (phase) {
    case 0: return RunInspector::tr("Data");
    case 1: return RunInspector::tr("Forward");
    case 2: return RunInspector::tr("Backward");
    case 3: return RunInspector::tr("Communication");
    case 4: return RunInspector::tr("Optimiser");
    default: return RunInspector::tr("Evaluation");
  }
}

}  // namespace

RunInspector::RunInspector(QWidget* parent)
    : QWidget(parent), title_(new QLabel(this)), state_(new QLabel(this)), left_(new QLabel(this)), progress_(new QProgressBar(this)),
      timeTitle_(section(tr("Where the time goes"), this)), time_(new TimeBar(this)), courseTitle_(section(tr("Course"), this)), course_(new RunTimeline(this)), ranks_(new RankPanel(this)), optionsTitle_(section({}, this)), options_(new QTableWidget(this)), logButton_(new QToolButton(this)),
      log_(new QPlainTextEdit(this)), logTimer_(new QTimer(this)) {
  title_->setProperty("role", "title");
  state_->setProperty("role", "secondary");
  state_->setWordWrap(true);
  state_->setTextFormat(Qt::PlainText);
  left_->setProperty("role", "caption");
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setFixedHeight(6);
  options_->verticalHeader()->hide();
  options_->verticalHeader()->setDefaultSectionSize(metrics::row);
  options_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  options_->setFrameShape(QFrame::NoFrame);
  options_->setShowGrid(false);
  options_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  options_->setSelectionMode(QAbstractItemView::NoSelection);
  options_->setFocusPolicy(Qt::TabFocus);
  logButton_->setText(tr("Log"));
  logButton_->setCheckable(true);
  logButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  logButton_->setIcon(Theme::instance().icon("chevron-right"));
  log_->setReadOnly(true);
  log_->setVisible(false);
  log_->setLineWrapMode(QPlainTextEdit::NoWrap);
  log_->setAccessibleName(tr("Log"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(metrics::space3, metrics::space3, metrics::space3, metrics::space3);
  column->setSpacing(metrics::space2);
  column->addWidget(title_);
  column->addWidget(state_);
  column->addWidget(progress_);
  column->addWidget(left_);
  column->addSpacing(metrics::space2);
  column->addWidget(timeTitle_);
  column->addWidget(time_);
  column->addWidget(courseTitle_);
  column->addWidget(course_);
  column->addWidget(ranks_);
  column->addSpacing(metrics::space2);
  column->addWidget(optionsTitle_);
  column->addWidget(options_, 1);
  column->addWidget(logButton_);
  column->addWidget(log_, 2);
  column->addStretch();   // takes the room while no run is selected
  setMinimumWidth(260);
  logTimer_->setInterval(logEveryMs);
  connect(logTimer_, &QTimer::timeout, this, &RunInspector::showLog);
  connect(logButton_, &QToolButton::toggled, this, [this](bool isOpen) {
    logButton_->setIcon(Theme::instance().icon(isOpen ? "chevron-down" : "chevron-right"));
    log_->setVisible(isOpen);
    if (isOpen) {
      showLog();
      logTimer_->start();
    } else {
      logTimer_->stop();
    }
  });
  setRuns({});
}

void RunInspector::setRuns(const std::vector<std::pair<RunId, std::filesystem::path>>& runs) {
  runs_ = runs;
  title_->setText(runs.empty() ? tr("No run selected") : tr("Run %1").arg(runs.front().first.value));
  log_->clear();
  if (log_->isVisible()) showLog();
  showOptions();
  for (QWidget* part : {static_cast<QWidget*>(timeTitle_), static_cast<QWidget*>(time_), static_cast<QWidget*>(courseTitle_), static_cast<QWidget*>(course_), static_cast<QWidget*>(optionsTitle_),
                        static_cast<QWidget*>(options_), static_cast<QWidget*>(logButton_)})
    part->setVisible(!runs.empty());
  log_->setVisible(!runs.empty() && logButton_->isChecked());
  if (runs.empty()) showProgress(nullptr, nullptr, nullptr);
}

void RunInspector::showProgress(const RunStatus* status, const RunCurves* curves, const RunHistory* history) {
  const bool isRunning = status && status->state == RunState::Running;
  ranks_->setRun(runs_.empty() ? std::filesystem::path() : runs_.front().second, isRunning);
  progress_->setVisible(isRunning);
  left_->setVisible(isRunning);
  QString text = status ? runStateText(status->state) : tr("Select runs in the table to compare them.");
  if (status && !status->errorMessage.empty()) text += QStringLiteral(": ") + translateMessage(status->errorMessage);
  if (status && !status->device.empty()) text += QStringLiteral("\n") + deviceName(status->device);
  state_->setText(text);
  std::vector<TimeBar::Part> parts;
  for (int i = 0; i < 6; ++i) {
    const double seconds = curves ? curves->phaseSeconds()[std::size_t(i)] : 0;
    if (i != communication || seconds > 0) parts.push_back({phaseText(i), seconds, i});   // a rank alone waits for nobody
  }
  time_->setParts(std::move(parts));
  course_->setHistory(history);
  if (!isRunning || !curves) return;
  progress_->setValue(int(1000 * std::max(0.0, curves->progress())));
  left_->setText(curves->secondsLeft() >= 0 ? tr("%1 % · %2 left").arg(int(100 * curves->progress())).arg(durationText(curves->secondsLeft()))
                                            : tr("Starting"));
}

QString RunInspector::optionName(const std::string& key) const {
  const Option* option = schema_.find(key);
  return option && !option->label.empty() ? translateOption(option->label) : fromUtf8(key);
}

QString RunInspector::optionValue(const std::string& key, const OptionValue& value) const {
  const Option* option = schema_.find(key);
  return option ? optionText(*option, value) : fromUtf8(toText(value));
}

bool RunInspector::isChanged(const std::string& key, const QStringList& values) const {
  const Option* option = schema_.find(key);
  if (!option) return false;
  const QString usual = optionValue(key, option->fallback);
  return std::any_of(values.begin(), values.end(), [&](const QString& value) { return value != usual; });
}

std::map<std::string, QStringList> RunInspector::optionTexts() const {
  std::map<std::string, QStringList> values;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    try {
      for (const auto& [key, value] : RunDirectory(runs_[run].second).spec().options) {
        QStringList& texts = values[key];
        while (texts.size() < qsizetype(run)) texts << QStringLiteral("–");
        texts << optionValue(key, value);
      }
    } catch (const Error&) {
      continue;   // the spec of a damaged run: its column says so by dashes, its state says why
    }
  }
  for (auto& [key, texts] : values)
    while (texts.size() < qsizetype(runs_.size())) texts << QStringLiteral("–");
  return values;
}

void RunInspector::showOptions() {
  const bool isComparing = runs_.size() > 1;
  std::map<std::string, QStringList> values = optionTexts();
  if (isComparing) std::erase_if(values, [](const auto& row) { return row.second.count(row.second.first()) == row.second.size(); });
  optionsTitle_->setText(!isComparing ? tr("Options") : values.empty() ? tr("The selected runs have the same options") : tr("Options that differ"));
  std::vector<std::string> order;   // what somebody chose first
  for (const auto& [key, texts] : values) order.push_back(key);
  std::stable_partition(order.begin(), order.end(), [&](const std::string& key) { return isChanged(key, values[key]); });
  options_->setColumnCount(1 + int(runs_.size()));
  QStringList header{tr("Option")};
  for (const auto& [run, folder] : runs_) header << tr("Run %1").arg(run.value);
  options_->setHorizontalHeaderLabels(header);
  options_->setRowCount(int(order.size()));
  QFont bold = options_->font();
  bold.setWeight(QFont::DemiBold);
  for (int row = 0; row < int(order.size()); ++row) {
    const std::string& key = order[std::size_t(row)];
    const QStringList cells = QStringList{optionName(key)} + values[key];
    for (int column = 0; column < cells.size(); ++column) {
      auto* cell = new QTableWidgetItem(cells[column]);
      cell->setToolTip(column == 0 ? cells[0] + '\n' + fromUtf8(key) : cells[column]);
      if (!isComparing && isChanged(key, values[key])) cell->setFont(bold);
      options_->setItem(row, column, cell);
    }
  }
  QHeaderView* columns = options_->horizontalHeader();
  columns->setSectionResizeMode(QHeaderView::Stretch);   // never wider than the dock; what does not fit is in the tip
  if (runs_.size() != 1) return;
  columns->setSectionResizeMode(1, QHeaderView::ResizeToContents);   // words and units whole, the name takes the rest
  if (columns->sectionSize(1) <= widestValue) return;
  columns->setSectionResizeMode(1, QHeaderView::Fixed);
  columns->resizeSection(1, widestValue);
}

QList<QStringList> RunInspector::options() const {
  QList<QStringList> rows;
  for (int row = 0; row < options_->rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column < options_->columnCount(); ++column) cells << options_->item(row, column)->text();
    rows << cells;
  }
  return rows;
}

void RunInspector::showLog() {
  if (runs_.empty()) return;
  QFile file(fromPath(RunDirectory(runs_.front().second).logFile()));
  QString text = tr("This run has written no log yet.");
  if (file.open(QIODevice::ReadOnly)) {
    if (file.size() > logTail) file.seek(file.size() - logTail);
    text = QString::fromUtf8(file.read(logTail));
  }
  if (text == log_->toPlainText()) return;
  const bool wasAtEnd = log_->verticalScrollBar()->value() >= log_->verticalScrollBar()->maximum() - 2;
  log_->setPlainText(text);
  if (wasAtEnd) log_->verticalScrollBar()->setValue(log_->verticalScrollBar()->maximum());
}

}  // namespace assay
