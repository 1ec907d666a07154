// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/train_page.h"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/job/run_spec.h"
#include "core/plugin/catalogue.h"
#include "core/project/file_options.h"
#include "widgets/bridge/device_probe.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/run_progress.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/forms/option_form.h"
#include "widgets/forms/option_row.h"
#include "widgets/pages/problem_list.h"
#include "widgets/pages/train_data_panel.h"
#include "widgets/pages/train_target_panel.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int whatWidth = 280, narrowWhat = 208;     // the narrow ones in a small window, so that the form has its room
constexpr int whereWidth = 320, narrowWhere = 240;
constexpr int howWidth = 380;         // a label, a field, its unit and the way back
constexpr int saveAfterMs = 400;      // once the typing pauses
constexpr int lookAfterMs = 300;

/// A panel with a heading whose content scrolls when the window is small.
QWidget* column(const QString& title, QWidget* content, QWidget* parent) {
  auto* panel = new QFrame(parent);
  panel->setProperty("role", "panel");
  auto* box = new QVBoxLayout(panel);
  box->setContentsMargins(0, metrics::space4, 0, 0);
  box->setSpacing(metrics::space2);
  auto* head = new QLabel(title, panel);
  head->setProperty("role", "title");
  head->setContentsMargins(metrics::space4, 0, metrics::space4, 0);
  auto* scroll = new QScrollArea(panel);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* inside = new QWidget(scroll);
  auto* margins = new QVBoxLayout(inside);
  margins->setContentsMargins(metrics::space4, metrics::space1, metrics::space4, metrics::space4);
  margins->addWidget(content);
  scroll->setWidget(inside);
  scroll->viewport()->setAutoFillBackground(false);
  inside->setAutoFillBackground(false);
  box->addWidget(head);
  box->addWidget(scroll, 1);
  return panel;
}

}  // namespace

TrainPage::TrainPage(QWidget* parent) : TrainPage(ProjectChecker::Check(), parent) {}

TrainPage::TrainPage(ProjectChecker::Check check, QWidget* parent)
    : Page(parent), checker_(std::move(check)), form_(new OptionForm(this)), data_(new TrainDataPanel(this)), target_(new TrainTargetPanel(this)),
      problems_(new ProblemList(this)), model_(new QLabel(this)), failure_(new QLabel(this)), start_(new QPushButton(this)) {
  buildActions();
  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(0, 0, 0, 0);
  page->addWidget(buildColumns());
  save_.setSingleShot(true);
  save_.setInterval(saveAfterMs);
  lookAgain_.setSingleShot(true);
  lookAgain_.setInterval(lookAfterMs);
  connect(&save_, &QTimer::timeout, this, &TrainPage::saveOptions);
  connect(&lookAgain_, &QTimer::timeout, this, [this] { if (isVisible()) refresh(); });
  connect(form_, &OptionForm::valuesChanged, this, [this] {
    save_.start();
    refreshProblems();
    refreshDuration();
  });
  connect(&DeviceProbe::instance(), &DeviceProbe::finished, this, &Page::idleChanged);
  connect(&checker_, &ProjectChecker::finished, this, [this] {
    refreshProblems();
    if (checker_.isCurrent() && std::exchange(startsWhenChecked_, false)) start();
    Q_EMIT idleChanged();
  });
  problems_->setNames([this](const std::string& where) {
    const OptionRow* row = form_->row(where);
    return row ? translateOption(row->option().label) : QString();
  });
  connect(problems_, &ProblemList::fixRequested, this, &TrainPage::mend);
}

QWidget* TrainPage::buildColumns() {
  auto* columns = new QFrame(this);
  columns->setProperty("role", "line");
  auto* row = new QHBoxLayout(columns);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(1);   // what shows between the panels is the line
  auto* how = new QWidget(columns);
  auto* howColumn = new QVBoxLayout(how);
  howColumn->setContentsMargins(0, 0, 0, 0);
  howColumn->setSpacing(metrics::space3);
  model_->setProperty("role", "secondary");
  model_->setWordWrap(true);
  howColumn->addWidget(model_);
  howColumn->addWidget(form_, 1);
  QWidget* what = column(tr("What"), data_, columns);
  what->setMinimumWidth(narrowWhat);
  what->setMaximumWidth(whatWidth);
  QWidget* where = column(tr("Where"), buildWhere(), columns);
  where->setMinimumWidth(narrowWhere);
  where->setMaximumWidth(whereWidth);
  QWidget* form = column(tr("How"), how, columns);
  form->setMinimumWidth(howWidth);
  row->addWidget(what, whatWidth);
  row->addWidget(form, howWidth);
  row->addWidget(where, whereWidth);
  return columns;
}

QWidget* TrainPage::buildWhere() {
  auto* where = new QWidget(this);
  auto* box = new QVBoxLayout(where);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(metrics::space4);
  start_->setText(tr("Train"));
  start_->setProperty("kind", "primary");
  start_->setObjectName("startTraining");
  failure_->setProperty("role", "bad");
  failure_->setWordWrap(true);
  failure_->hide();
  box->addWidget(target_);
  box->addWidget(problems_);
  box->addWidget(start_);
  box->addWidget(failure_);
  box->addStretch();
  connect(start_, &QPushButton::clicked, this, &TrainPage::start);
  return where;
}

void TrainPage::buildActions() {
  auto* start = new QAction(Theme::instance().icon("play"), tr("Start training"), this);
  start->setShortcut(QKeySequence("Ctrl+Return"));
  connect(start, &QAction::triggered, this, &TrainPage::start);
  auto* reset = new QAction(Theme::instance().icon("reset"), tr("Reset all options"), this);
  reset->setShortcut(QKeySequence("Ctrl+Shift+R"));
  connect(reset, &QAction::triggered, this, [this] { mend("options.reset"); });
  actions_ = {start, reset};
}

void TrainPage::setSession(ProjectSession* session) {
  if (session_) {
    if (save_.isActive()) saveOptions();
    session_->disconnect(this);
  }
  save_.stop();
  session_ = session;
  isStale_ = true;
  startsWhenChecked_ = false;
  checker_.watch(nullptr, {});
  if (!session_) return;
  loadPlugin();
  checker_.watch(session_, manifest_);
  const auto look = [this] {
    isStale_ = true;
    lookAgain_.start();
  };
  connect(session_, &ProjectSession::itemsChanged, this, look);
  connect(session_, &ProjectSession::labelsChanged, this, look);
  connect(session_, &ProjectSession::projectChanged, this, look);
}

void TrainPage::loadPlugin() {
  manifest_.reset();
  pluginError_.clear();
  try {
    const PluginCatalogue catalogue = PluginCatalogue::scan();
    const Project& project = session_->project();
    manifest_ = project.plugin.empty() ? catalogue.byTask(project.task) : catalogue.byId(project.plugin);
  } catch (const Error& error) {
    pluginError_ = describe(error);
  }
  if (manifest_) {
    form_->setSchema(runSchema(*manifest_), manifest_->presets, fromPath(session_->project().root));
    form_->setValues(session_->project().options);
    model_->setText(tr("%1: %2").arg(translateOption(manifest_->name), translateOption(manifest_->doc)));
  } else {
    form_->setSchema({});
    model_->clear();
  }
}

bool TrainPage::isIdle() const { return !isStarting_ && checker_.isCurrent() && !DeviceProbe::instance().isRunning(); }

void TrainPage::activate() {
  if (session_) target_->setTargets(session_->project().targets);
  target_->activate();
  if (isStale_) refresh();
}

void TrainPage::refresh() {
  if (!session_) return;
  isStale_ = false;
  data_->show(*session_);
  refreshProblems();
  refreshDuration();
}

Problems TrainPage::problems() const {
  if (!manifest_) return {{Severity::Error, {}, pluginError_.toStdString(), {}}};
  Problems found = formProblems();
  found.insert(found.end(), checker_.problems().begin(), checker_.problems().end());
  if (session_->isReadOnly())
    found.push_back({Severity::Error, {}, tr("The project is open for reading only.").toStdString(), {}});
  return found;
}

/// What is wrong with the options, known at once.
Problems TrainPage::formProblems() const {
  Problems found = form_->problems();
  const OptionSchema schema = runSchema(*manifest_);
  const Problems missing = missingFiles(schema, form_->values(), session_->project().root);
  found.insert(found.end(), missing.begin(), missing.end());
  const OptionValues& saved = session_->project().options;
  for (Problem& problem : schema.validate(saved)) {
    const OptionValue* value = saved.find(problem.where);
    if (value && form_->holds(problem.where, *value)) continue;   // the field has it, and says what is wrong
    problem.fix = "options.reset";   // written by hand: a key that the plugin does not know, a word for a number
    found.push_back(std::move(problem));
  }
  return found;
}

void TrainPage::refreshProblems() {
  if (!session_) return;
  checker_.refresh();
  const Problems found = problems();
  problems_->show(found);
  start_->setEnabled(!isStarting_ && !hasErrors(found));
}

void TrainPage::refreshDuration() {
  if (!session_ || !manifest_) return;
  const OptionSchema schema = runSchema(*manifest_);
  const OptionValues values = schema.resolve(form_->values());
  const auto trainings = static_cast<int>(1 + trainingsBefore(schema, values));
  const double minutes = values.real("trainer.max_minutes");
  const int64_t epochs = values.integer("trainer.max_epochs"), steps = values.integer("trainer.max_steps");
  QStringList limits;
  if (minutes > 0) limits << durationText(minutes * 60);
  if (epochs > 0) limits << tr("%n epochs", nullptr, static_cast<int>(epochs));
  if (steps > 0) limits << tr("%n steps", nullptr, static_cast<int>(steps));
  const QString all = trainings > 1 ? '\n' + tr("The last of %n trainings, each with these limits", nullptr, trainings) : QString();
  if (limits.isEmpty()) return target_->setDuration(tr("Runs until you stop it: no limit is set.") + all);
  const bool isClockAlone = limits.size() == 1 && minutes > 0;
  if (!isClockAlone) return target_->setDuration(tr("Ends after %1, whichever comes first").arg(limits.join(tr(" or "))) + all);
  if (trainings == 1) return target_->setDuration(tr("Takes %1, then evaluation").arg(limits.first()));
  target_->setDuration(tr("Takes %1 (%n trainings of %2 each), then evaluation", nullptr, trainings).arg(durationText(trainings * minutes * 60), limits.first()));
}

void TrainPage::saveOptions() {
  if (!session_ || session_->isReadOnly() || !manifest_) return;
  Project project = session_->project();
  if (project.options == form_->values()) return;
  project.options = form_->values();
  session_->setProject(project);
}

void TrainPage::open(const QVariant& argument) {
  if (argument.userType() == QMetaType::QString) {
    if (argument.toString() == "start") start();
    return;
  }
  if (argument.canConvert<qlonglong>()) cloneRun(argument.toLongLong());
}

void TrainPage::cloneRun(qint64 run) {
  if (!session_) return;
  form_->setValues(session_->runs().optionsOf(RunId{run}));
  save_.start();
  refreshProblems();
  refreshDuration();
  Q_EMIT status(tr("The options of run %1 are in the form.").arg(run));
}

void TrainPage::mend(const QString& fix) {
  if (fix != "options.reset") return Q_EMIT mendRequested(fix);
  form_->setValues({});
  save_.start();
  refreshProblems();
  refreshDuration();
}

void TrainPage::setStarting(bool isStarting) {
  isStarting_ = isStarting;
  start_->setText(isStarting ? tr("Starting…") : tr("Train"));
  refreshProblems();
  Q_EMIT idleChanged();
}

void TrainPage::start() {
  if (!session_ || isStarting_ || !manifest_ || hasErrors(problems())) return;
  checker_.refresh();
  startsWhenChecked_ = !checker_.isCurrent();   // the check says when it has ended
  if (!startsWhenChecked_) startNow();
}

void TrainPage::startNow() {
  save_.stop();
  saveOptions();
  failure_->hide();
  setStarting(true);
  session_->runs().start(form_->values(), target_->target(), whileAlive(this, [this](RunId run, const QString& error) {
    setStarting(false);
    failure_->setText(error);
    failure_->setVisible(!error.isEmpty());
    if (error.isEmpty()) Q_EMIT navigate("runs", QVariant::fromValue<qlonglong>(run.value));
  }));
}

}  // namespace assay
