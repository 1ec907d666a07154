// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/targets_page.h"

#include <algorithm>
#include <memory>

#include <QDir>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>

#include "core/base/error.h"
#include "core/project/make_launcher.h"
#include "core/plugin/catalogue.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/pages/plan_dialog.h"
#include "widgets/pages/problem_list.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int listWidth = 240, verdictWidth = 320, fieldWidth = 420;
constexpr int saveAfterMs = 500;      // once the typing pauses
constexpr int linesOfText = 4;
constexpr std::size_t mostRuns = 50;   // that a plan may be made for

QFrame* panel(QWidget* parent) {
  auto* frame = new QFrame(parent);
  frame->setProperty("role", "panel");
  return frame;
}

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("role", "title");
  return label;
}

QSpinBox* number(int low, int high, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setRange(low, high);
  box->setFixedWidth(fieldWidth / 2);
  return box;
}

QPlainTextEdit* lines(QWidget* parent) {
  auto* edit = new QPlainTextEdit(parent);
  edit->setTabChangesFocus(true);
  edit->setLineWrapMode(QPlainTextEdit::NoWrap);
  edit->setFixedHeight(edit->fontMetrics().lineSpacing() * linesOfText + metrics::space4);
  return edit;
}

QString kindText(TargetKind kind) {
  switch (kind) {
    case TargetKind::Ssh: return TargetsPage::tr("Hosts over ssh");
    case TargetKind::Slurm: return TargetsPage::tr("Slurm");
    case TargetKind::Kubernetes: return TargetsPage::tr("Kubernetes");
    default: return TargetsPage::tr("This computer");
  }
}

QString linesOf(const std::vector<std::string>& items) {
  QStringList texts;
  for (const std::string& item : items) texts << fromUtf8(item);
  return texts.join('\n');
}

/// Throws Error{BadInput} for what could not be read again.
void requireReadable(const Target& target) { parseTargets(targetsText({target}), target.name); }

}  // namespace

TargetsPage::TargetsPage(QWidget* parent) : Page(parent) {
  buildActions();
  auto* columns = new QFrame(this);
  columns->setProperty("role", "line");
  auto* row = new QHBoxLayout(columns);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(1);   // what shows between the panels is the line
  row->addWidget(buildList());
  row->addWidget(buildForm(), 1);
  row->addWidget(buildVerdict());
  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(0, 0, 0, 0);
  page->addWidget(columns);
  save_.setSingleShot(true);
  save_.setInterval(saveAfterMs);
  connect(&save_, &QTimer::timeout, this, &TargetsPage::save);
  showList();
}

void TargetsPage::buildActions() {
  addAction(tr("Add hosts over ssh"), "plus", QKeySequence("Ctrl+Shift+H"), &TargetsPage::addSsh);
  addAction(tr("Add a Slurm cluster"), "plus", QKeySequence("Ctrl+Shift+L"), &TargetsPage::addSlurm);
  addAction(tr("Remove the target"), "delete", QKeySequence("Ctrl+Backspace"), &TargetsPage::remove);
  addAction(tr("Test the target"), "refresh", QKeySequence("Ctrl+Shift+T"), &TargetsPage::test);
  addAction(tr("Add a Kubernetes cluster"), "plus", QKeySequence("Ctrl+Shift+U"), &TargetsPage::addKubernetes);
  addAction(tr("Plan for many hosts…"), "chart", QKeySequence("Ctrl+Shift+M"), &TargetsPage::planForHosts);
}

QAction* TargetsPage::addAction(const QString& text, const QString& icon, const QKeySequence& key, void (TargetsPage::*act)()) {
  auto* action = new QAction(Theme::instance().icon(icon), text, this);
  action->setShortcut(key);
  connect(action, &QAction::triggered, this, act);
  actions_ << action;
  return action;
}

QWidget* TargetsPage::buildList() {
  QFrame* side = panel(this);
  side->setFixedWidth(listWidth);
  auto* box = new QVBoxLayout(side);
  box->setContentsMargins(metrics::space4, metrics::space4, metrics::space4, metrics::space4);
  box->setSpacing(metrics::space2);
  list_ = new QListWidget(side);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setAccessibleName(title());
  connect(list_, &QListWidget::currentRowChanged, this, [this] {
    if (save_.isActive()) save();
    showTarget();
  });
  box->addWidget(heading(title(), side));
  box->addWidget(list_, 1);
  for (QAction* action : {actions_[0], actions_[1], actions_[4], actions_[2], actions_[5]}) {
    auto* button = new QPushButton(action->icon(), action->text(), side);
    button->setToolTip(action->shortcut().toString(QKeySequence::NativeText));
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
    box->addWidget(button);
  }
  return side;
}

QWidget* TargetsPage::buildForm() {
  QFrame* middle = panel(this);
  auto* box = new QVBoxLayout(middle);
  box->setContentsMargins(metrics::space4, metrics::space4, metrics::space4, metrics::space4);
  box->setSpacing(metrics::space3);
  origin_ = heading({}, middle);
  empty_ = new QLabel(tr("Train on other machines: hosts that your ssh reaches, a cluster with Slurm, or one with Kubernetes. Add one on the left; its fields are those of "
                         "`targets` in project.yaml."), middle);
  empty_->setProperty("role", "secondary");
  empty_->setWordWrap(true);
  form_ = new QWidget;
  auto* top = new QVBoxLayout(form_);
  top->setContentsMargins(0, 0, metrics::space2, 0);
  rows_ = new QFormLayout;
  rows_->setHorizontalSpacing(metrics::space4);
  rows_->setVerticalSpacing(metrics::space2);
  top->addLayout(rows_);
  top->addStretch();   // the rows stay together
  rows_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  rows_->setRowWrapPolicy(QFormLayout::DontWrapRows);
  const auto text = [this](const QString& label, const QString& hint) {
    auto* edit = new QLineEdit(form_);
    edit->setPlaceholderText(hint);
    edit->setMaximumWidth(fieldWidth);
    rows_->addRow(label, edit);
    connect(edit, &QLineEdit::textEdited, this, &TargetsPage::takeForm);
    return edit;
  };
  const auto count = [this](const QString& label, int low, int high) {
    QSpinBox* spin = number(low, high, form_);
    rows_->addRow(label, spin);
    connect(spin, qOverload<int>(&QSpinBox::valueChanged), this, &TargetsPage::takeForm);
    return spin;
  };
  const auto several = [this](const QString& label, const QString& hint) {
    QPlainTextEdit* edit = lines(form_);
    edit->setPlaceholderText(hint);
    edit->setMaximumWidth(fieldWidth);
    rows_->addRow(label, edit);
    connect(edit, &QPlainTextEdit::textChanged, this, &TargetsPage::takeForm);
    return edit;
  };
  name_ = text(tr("Name"), {});
  hosts_ = several(tr("Hosts"), tr("one a line, as your ssh knows them"));
  image_ = text(tr("Container image"), tr("with Assay in it"));
  nameSpace_ = text(tr("Namespace"), tr("that of your kubectl"));
  context_ = text(tr("Context"), tr("that of your kubectl"));
  nodes_ = count(tr("Nodes"), 1, 65536);
  gpus_ = count(tr("GPUs of each pod"), 0, 64);
  claim_ = text(tr("Volume claim"), tr("keeps checkpoints when a pod is replaced"));
  partition_ = text(tr("Partition"), tr("the cluster's default"));
  account_ = text(tr("Account"), tr("yours"));
  timeLimit_ = text(tr("Longest time"), tr("as 08:00:00; the partition's default"));
  gres_ = text(tr("Generic resources"), tr("as gpu:4"));
  ranks_ = count(tr("Ranks on each host"), 0, 4096);
  ranks_->setSpecialValueText(tr("one on each GPU"));
  folder_ = text(tr("Work folder"), QStringLiteral("~/.assay-jobs"));
  program_ = text(tr("Program there"), QStringLiteral("assay"));
  master_ = text(tr("Address of the first host"), tr("as the others reach it; by its name"));
  port_ = count(tr("Port"), 1, 65535);
  environment_ = several(tr("Variables"), tr("NAME=value, one a line"));
  fault_ = new QLabel(middle);
  fault_->setProperty("role", "bad");
  fault_->setWordWrap(true);
  fault_->hide();
  auto* scroll = new QScrollArea(middle);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(form_);
  scroll->viewport()->setAutoFillBackground(false);
  form_->setAutoFillBackground(false);
  box->addWidget(origin_);
  box->addWidget(empty_);
  box->addWidget(fault_);
  box->addWidget(scroll, 1);
  return middle;
}

QWidget* TargetsPage::buildVerdict() {
  QFrame* side = panel(this);
  side->setFixedWidth(verdictWidth);
  auto* box = new QVBoxLayout(side);
  box->setContentsMargins(metrics::space4, metrics::space4, metrics::space4, metrics::space4);
  box->setSpacing(metrics::space3);
  test_ = new QPushButton(tr("Test"), side);
  test_->setProperty("kind", "primary");
  test_->setToolTip(actions_[3]->shortcut().toString(QKeySequence::NativeText));
  connect(test_, &QPushButton::clicked, this, &TargetsPage::test);
  verdict_ = new QLabel(side);
  verdict_->setWordWrap(true);
  problems_ = new ProblemList(side);
  box->addWidget(heading(tr("Ready?"), side));
  box->addWidget(test_);
  box->addWidget(verdict_);
  box->addWidget(problems_);
  box->addStretch();
  return side;
}

TargetsPage::~TargetsPage() {
  if (save_.isActive()) save();
}

void TargetsPage::setSession(ProjectSession* session) {
  if (save_.isActive()) save();
  session_ = session;
  isTesting_ = false;   // an answer for the project before is nobody's
  load();
}

void TargetsPage::activate() { load(); }

void TargetsPage::load() {
  if (!isUnsaved_) {   // else what was typed is newer
    try {
      own_ = readOwnTargets();
      isFileBad_ = false;
      showFault({});
    } catch (const Error& error) {
      own_.clear();
      isFileBad_ = true;   // a typo by hand must not cost the other targets
      showFault(describe(error));
    }
  }
  actions_[0]->setEnabled(!isFileBad_);
  actions_[1]->setEnabled(!isFileBad_);
  actions_[4]->setEnabled(!isFileBad_);
  ofProject_ = session_ ? session_->project().targets : std::vector<Target>();
  showList();
}

void TargetsPage::showList() {
  const int row = std::max(list_->currentRow(), 0);
  {
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const Target& target : own_) list_->addItem(new QListWidgetItem(Theme::instance().icon("targets"), fromUtf8(target.name)));
    for (const Target& target : ofProject_) list_->addItem(new QListWidgetItem(Theme::instance().icon("project"), fromUtf8(target.name)));
    list_->setCurrentRow(std::min(row, list_->count() - 1));
  }
  showTarget();
}

const Target* TargetsPage::current() const {
  const int row = list_->currentRow();
  if (isOwn(row)) return &own_[std::size_t(row)];
  const int after = row - int(own_.size());
  return row >= 0 && after < int(ofProject_.size()) ? &ofProject_[std::size_t(after)] : nullptr;
}

void TargetsPage::showTarget() {
  const Target* target = current();
  const bool isMine = isOwn(list_->currentRow()), isSsh = target && target->kind == TargetKind::Ssh;
  const bool isSlurm = target && target->kind == TargetKind::Slurm, isKubernetes = target && target->kind == TargetKind::Kubernetes;
  empty_->setVisible(!target);
  form_->setVisible(target);
  form_->setEnabled(isMine);
  actions_[2]->setEnabled(isMine);
  actions_[3]->setEnabled(target);
  test_->setEnabled(target && !isTesting_);
  verdict_->clear();
  problems_->show({});
  origin_->setText(!target ? QString() : isMine ? kindText(target->kind) : tr("%1, of this project's project.yaml").arg(kindText(target->kind)));
  if (!target) return;
  isShowing_ = true;
  name_->setText(fromUtf8(target->name));
  hosts_->setPlainText(linesOf(target->hosts));
  nodes_->setValue(target->nodes);
  gpus_->setValue(target->gpus);
  ranks_->setValue(target->ranks);
  port_->setValue(target->port);
  const std::pair<QLineEdit*, const std::string*> texts[] = {{partition_, &target->partition}, {account_, &target->account}, {timeLimit_, &target->timeLimit}, {gres_, &target->gres},
                                                             {folder_, &target->folder}, {program_, &target->program}, {master_, &target->masterHost},
                                                             {image_, &target->image}, {nameSpace_, &target->nameSpace}, {context_, &target->context}, {claim_, &target->claim}};
  for (const auto& [field, value] : texts) field->setText(fromUtf8(*value));
  QStringList variables;
  for (const auto& [name, value] : target->environment) variables << fromUtf8(name) + '=' + fromUtf8(value);
  environment_->setPlainText(variables.join('\n'));
  folder_->setPlaceholderText(isKubernetes ? QStringLiteral("/assay") : QStringLiteral("~/.assay-jobs"));
  rows_->setRowVisible(hosts_, isSsh);
  rows_->setRowVisible(folder_, isSsh || isKubernetes);
  rows_->setRowVisible(nodes_, isSlurm || isKubernetes);
  for (QWidget* field : {static_cast<QWidget*>(image_), static_cast<QWidget*>(nameSpace_), static_cast<QWidget*>(context_), static_cast<QWidget*>(gpus_), static_cast<QWidget*>(claim_)})
    rows_->setRowVisible(field, isKubernetes);
  for (QWidget* field : {static_cast<QWidget*>(partition_), static_cast<QWidget*>(account_), static_cast<QWidget*>(timeLimit_), static_cast<QWidget*>(gres_)})
    rows_->setRowVisible(field, isSlurm);
  for (QWidget* field : {static_cast<QWidget*>(master_), static_cast<QWidget*>(port_)}) rows_->setRowVisible(field, isSsh || isSlurm || isKubernetes);
  isShowing_ = false;
}

void TargetsPage::takeForm() {
  const int row = list_->currentRow();
  if (isShowing_ || !isOwn(row)) return;
  Target& target = own_[std::size_t(row)];
  target.name = name_->text().trimmed().toStdString();
  target.hosts.clear();
  for (const QString& host : hosts_->toPlainText().split('\n'))
    if (!host.trimmed().isEmpty()) target.hosts.push_back(host.trimmed().toStdString());
  target.nodes = nodes_->value();
  target.gpus = gpus_->value();
  target.ranks = ranks_->value();
  target.port = port_->value();
  const std::pair<QLineEdit*, std::string*> texts[] = {{partition_, &target.partition}, {account_, &target.account}, {timeLimit_, &target.timeLimit}, {gres_, &target.gres},
                                                       {folder_, &target.folder}, {master_, &target.masterHost}, {image_, &target.image},
                                                       {nameSpace_, &target.nameSpace}, {context_, &target.context}, {claim_, &target.claim}};
  for (const auto& [field, value] : texts) *value = field->text().trimmed().toStdString();
  target.program = program_->text().trimmed().isEmpty() ? "assay" : program_->text().trimmed().toStdString();
  target.environment.clear();
  for (const QString& line : environment_->toPlainText().split('\n'))
    if (!line.trimmed().isEmpty()) target.environment.emplace_back(line.section('=', 0, 0).trimmed().toStdString(), line.section('=', 1).toStdString());
  list_->item(row)->setText(name_->text());
  verdict_->clear();
  problems_->show({});
  isUnsaved_ = true;
  save_.start();
}

void TargetsPage::save() {
  save_.stop();
  if (isFileBad_) return;
  std::string where;
  try {
    for (const Target& target : own_) {
      where = target.name;
      requireReadable(target);
    }
    parseTargets(targetsText(own_), "targets.yaml");   // no name twice
    writeOwnTargets(own_);
    isUnsaved_ = false;
    showFault({});
  } catch (const Error& error) {
    showFault(tr("%1: %2").arg(fromUtf8(where), translateMessage(error.message())));   // kept in the form, and not yet in the file
  }
}

void TargetsPage::showFault(const QString& text) {
  fault_->setText(text);
  fault_->setVisible(!text.isEmpty());
}

std::string TargetsPage::freshName(const std::string& wish) const {
  const auto isTaken = [this](const std::string& name) {
    const auto hasName = [&](const Target& target) { return target.name == name; };
    return std::any_of(own_.begin(), own_.end(), hasName) || std::any_of(ofProject_.begin(), ofProject_.end(), hasName);
  };
  std::string name = wish;
  for (int i = 2; isTaken(name); ++i) name = wish + "-" + std::to_string(i);
  return name;
}

void TargetsPage::add(Target target) {
  if (save_.isActive()) save();
  own_.push_back(std::move(target));
  isUnsaved_ = true;
  showList();
  list_->setCurrentRow(int(own_.size()) - 1);
  save();
  name_->setFocus();
  name_->selectAll();
}

void TargetsPage::addSsh() {
  Target target;
  target.name = freshName("hosts");
  target.kind = TargetKind::Ssh;
  target.hosts = {"localhost"};
  add(std::move(target));
}

void TargetsPage::addSlurm() {
  Target target;
  target.name = freshName("cluster");
  target.kind = TargetKind::Slurm;
  add(std::move(target));
}

void TargetsPage::addKubernetes() {
  Target target;
  target.name = freshName("pods");
  target.kind = TargetKind::Kubernetes;
  target.image = "registry.example/assay:" ASSAY_VERSION;
  add(std::move(target));
}

void TargetsPage::remove() {
  if (!isOwn(list_->currentRow())) return;
  const QString name = fromUtf8(own_[std::size_t(list_->currentRow())].name);
  if (QMessageBox::question(this, tr("Remove the target"), tr("Remove the target %1? Runs that were started there go on.").arg(name), QMessageBox::Yes | QMessageBox::Cancel,
                            QMessageBox::Cancel) != QMessageBox::Yes)
    return;
  isUnsaved_ = true;
  own_.erase(own_.begin() + list_->currentRow());
  showList();
  save();
}

void TargetsPage::test() {
  const Target* target = current();
  if (!target || isTesting_ || !session_) return;
  if (save_.isActive()) save();
  try {
    requireReadable(*target);
  } catch (const Error& error) {
    return showFault(tr("%1: %2").arg(fromUtf8(target->name), translateMessage(error.message())));
  }
  isTesting_ = true;
  test_->setEnabled(false);
  verdict_->setText(tr("Asking %1…").arg(fromUtf8(target->name)));
  problems_->show({});
  auto found = std::make_shared<Problems>();
  session_->runInBackground(
      tr("Testing target %1").arg(fromUtf8(target->name)),
      [found, target = *target, project = session_->project()](Database& database, const Progress& progress) {
        const PluginCatalogue catalogue = PluginCatalogue::scan();
        const PluginManifest manifest = project.plugin.empty() ? catalogue.byTask(project.task) : catalogue.byId(project.plugin);
        Project dataOnly = project;
        dataOnly.options = {};   // their faults are the Train page's business
        *found = makeLauncher(target, project, database, progress)->preflight(resolveRun(dataOnly, manifest, {}, {}));
      },
      whileAlive(this, [this, found, tested = *target](const QString& error) { showVerdict(tested, error, *found); }));
}

void TargetsPage::planForHosts() {
  std::vector<std::pair<QString, std::filesystem::path>> runs;
  if (session_) {
    const QDir folder(fromPath(session_->project().runsFolder()));
    for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
      if (isRunFolder(toPath(folder.filePath(name)))) runs.emplace_back(name, toPath(folder.filePath(name)));
  }
  std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.first.toLongLong() > b.first.toLongLong(); });
  if (runs.size() > mostRuns) runs.resize(mostRuns);
  for (auto& [name, folder] : runs) name = tr("Run %1, as measured").arg(name);
  PlanDialog(runs, this).exec();
}

void TargetsPage::showVerdict(const Target& tested, const QString& error, const Problems& problems) {
  isTesting_ = false;
  test_->setEnabled(current());
  Q_EMIT idleChanged();
  if (!current() || !(*current() == tested)) return;   // another one is shown by now
  const bool isBad = std::any_of(problems.begin(), problems.end(), [](const Problem& problem) { return problem.severity == Severity::Error; });
  verdict_->setText(!error.isEmpty() ? error : isBad ? tr("A run could not start there:") : tr("Ready: a run can start there."));
  problems_->show(problems);
}

}  // namespace assay
