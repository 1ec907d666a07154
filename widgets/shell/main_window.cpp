// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include <thread>

#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/project/bundle.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/shell/command_palette.h"
#include "widgets/shell/language.h"
#include "widgets/shell/message_bar.h"
#include "widgets/shell/page_host.h"
#include "widgets/shell/project_starter.h"
#include "widgets/shell/rail.h"
#include "widgets/shell/shortcut_dialog.h"
#include "widgets/shell/status_strip.h"
#include "widgets/shell/top_bar.h"
#include "widgets/shell/welcome_page.h"

namespace assay {

namespace {

const QSize firstSize(1280, 800);
constexpr int inspectorWidth = 260;

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), tasks_(std::make_unique<TaskRunner>()),
      starter_(std::make_unique<ProjectStarter>(*this, *tasks_, settings_)) {
  setAcceptDrops(true);
  resize(firstSize);
  connectStarter();
  build();
  showSession();
  restoreLayout();
}

MainWindow::~MainWindow() {
  // Pages look at the session until they are gone.
  delete takeCentralWidget();
  delete palette_;
}

void MainWindow::build() {
  actions_ = std::make_unique<Actions>(this);
  makeActions();
  auto* frame = new QWidget(this);
  frame->setObjectName("frame");
  rail_ = new Rail(frame);
  for (QAction* page : pageChoice_->actions()) rail_->addPage(page);
  status_ = new StatusStrip(frame);
  auto* upper = new QHBoxLayout;
  upper->setSpacing(0);
  upper->addWidget(rail_);
  upper->addWidget(buildPages(), 1);
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(upper, 1);
  column->addWidget(status_);
  setCentralWidget(frame);
  palette_ = new CommandPalette(this);
  fillPalette();
  connectParts();
  status_->watch(*tasks_);
  status_->setDevice(tr("CPU · %n threads", nullptr, static_cast<int>(std::thread::hardware_concurrency())));
}

QWidget* MainWindow::buildPages() {
  inner_ = new QMainWindow(this, Qt::Widget);
  top_ = new TopBar(makeProjectMenu(), search_, train_, inner_);
  inner_->setMenuWidget(top_);
  auto* middle = new QWidget(inner_);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  message_ = new MessageBar(middle);
  body_ = new QStackedWidget(middle);
  welcome_ = new WelcomePage(begin_, body_);
  pages_ = new PageHost(pageKinds(), body_);
  body_->addWidget(welcome_);
  body_->addWidget(pages_);
  column->addWidget(message_);
  column->addWidget(body_, 1);
  inner_->setCentralWidget(middle);
  buildInspector();
  defaultLayout_ = inner_->saveState();
  return inner_;
}

void MainWindow::buildInspector() {
  dock_ = new QDockWidget(tr("Inspector"), inner_);
  dock_->setObjectName("inspector");
  dock_->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
  inspectors_ = new QStackedWidget(dock_);
  inspectors_->setMinimumWidth(inspectorWidth);
  dock_->setWidget(inspectors_);
  inner_->addDockWidget(Qt::RightDockWidgetArea, dock_);
  dock_->hide();
}

void MainWindow::connectParts() {
  connect(pages_, &PageHost::pageMade, this, &MainWindow::connectPage);
  connect(pages_, &PageHost::currentPageChanged, this, &MainWindow::showPage);
  connect(pages_, &PageHost::navigate, this, &MainWindow::goTo);
  connect(pages_, &PageHost::status, status_, &StatusStrip::showStatus);
  connect(pages_, &PageHost::idleChanged, this, &MainWindow::idleChanged);
  connect(status_, &StatusStrip::taskFailed, this, &MainWindow::showError);
  connect(status_, &StatusStrip::runEnded, this, &MainWindow::showRunEnded);
  connect(welcome_, &WelcomePage::openRequested, this, &MainWindow::openProject);
}

void MainWindow::connectStarter() {
  connect(starter_.get(), &ProjectStarter::ready, this, &MainWindow::openProject);
  connect(starter_.get(), &ProjectStarter::failed, this, &MainWindow::showError);
}

void MainWindow::rebuild() {
  saveLayout();
  const QString pageId = pages_->current() ? pages_->current()->id() : QString();
  delete palette_;
  delete takeCentralWidget();
  build();
  showSession();
  restoreLayout();
  if (session_ && !pageId.isEmpty()) goTo(pageId);
}

QString MainWindow::projectFolder() const { return session_ ? fromPath(session_->project().root) : QString(); }

bool MainWindow::openProject(const QString& path) {
  if (!isBundle(toPath(path))) return openFolder(path, path);
  openBundleFile(path);
  return true;
}

bool MainWindow::openFolder(const QString& folder, const QString& remembered) {
  std::unique_ptr<ProjectSession> opened;
  try {
    // The same project once more: its lock must be given back before it can be taken again.
    if (session_ && QFileInfo(folder).canonicalFilePath() == QFileInfo(projectFolder()).canonicalFilePath()) return true;
    opened = ProjectSession::open(folder);
  } catch (const Error& error) {
    showError(tr("The project could not be opened. %1").arg(describe(error)));
    return false;
  }
  closeProject();
  session_ = std::move(opened);
  settings_.addRecentProject(isBundle(toPath(remembered)) ? QFileInfo(remembered).absoluteFilePath() : projectFolder());
  showSession();
  restoreLayout();
  if (!session_->isReadOnly()) session_->runs().reattachAll();   // also while nobody looks at the Runs page
  if (session_->isReadOnly())
    message_->showMessage(MessageBar::Kind::Warning, tr("Opened for reading only: %1").arg(session_->readOnlyReason()));
  return true;
}

void MainWindow::closeProject() {
  if (!session_) return;
  saveLayout();
  message_->dismiss();
  pages_->setSession(nullptr);
  top_->setSession(nullptr);
  status_->setSession(nullptr);
  session_.reset();
  showSession();
}

void MainWindow::showSession() {
  pages_->setSession(session_.get());
  top_->setSession(session_.get());
  status_->setSession(session_.get());
  for (QAction* action : std::as_const(needProject_)) action->setEnabled(session_ != nullptr);
  offerPages();
  if (session_) {
    body_->setCurrentWidget(pages_);
  } else {
    welcome_->setRecentProjects(settings_.recentProjects());
    body_->setCurrentWidget(welcome_);
    welcome_->setFocus();
    dock_->hide();
  }
  updateTitle();
  if (session_)
    connect(session_.get(), &ProjectSession::projectChanged, this, &MainWindow::updateTitle, Qt::UniqueConnection);
}

void MainWindow::updateTitle() {
  const QString program = QStringLiteral("Assay");
  if (!session_) return setWindowTitle(program);
  const QString name = fromUtf8(session_->project().name);
  setWindowTitle(session_->isReadOnly() ? tr("%1 (read-only) — %2").arg(name, program) : tr("%1 — %2").arg(name, program));
}

Page* MainWindow::currentPage() const { return session_ ? pages_->current() : nullptr; }

void MainWindow::goTo(const QString& pageId, const QVariant& argument) {
  if (!session_) {
    if (isOpening_) waiting_ = {pageId, argument};
    return;
  }
  if (!pages_->goTo(pageId, argument))
    showError(tr("There is no page called “%1”. The pages are: %2.").arg(pageId, [this] {
      QStringList ids;
      for (const PageKind& kind : pages_->offered()) ids << kind.id;
      return ids.join(QStringLiteral(", "));
    }()));
}

void MainWindow::showPage(Page* page) {
  for (QAction* action : pageChoice_->actions()) action->setChecked(action->data().toString() == page->id());
  for (QAction* action : page->pageActions())
    if (!page->actions().contains(action)) page->addAction(action);
  QWidget* inspector = page->inspector();
  if (inspector) {
    if (inspectors_->indexOf(inspector) < 0) inspectors_->addWidget(inspector);
    inspectors_->setCurrentWidget(inspector);
  }
  dock_->setVisible(inspector && inspectorToggle_->isChecked());
  inspectorToggle_->setEnabled(inspector != nullptr);
}

bool MainWindow::isIdle() const {
  if (tasks_->count() > 0) return false;
  if (!session_) return true;
  return session_->tasks().count() == 0 && (!pages_->current() || pages_->current()->isIdle());
}

void MainWindow::setTheme(Theme::Mode mode) {
  settings_.setTheme(mode);
  Theme::instance().apply(mode);
}

void MainWindow::setLanguage(const QString& language) {
  settings_.setLanguage(language);
  const QString before = currentLanguage();
  if (applyLanguage(language) != before) rebuild();
}

void MainWindow::showError(const QString& text) { message_->showMessage(MessageBar::Kind::Error, text); }

void MainWindow::showShortcuts() {
  Page* page = currentPage();
  ShortcutDialog dialog(actions_->all(), page ? page->title() : QString(), page ? page->pageActions() : QList<QAction*>(), this);
  dialog.exec();
}

void MainWindow::saveLayout() { settings_.setLayout(projectFolder(), saveGeometry(), inner_->saveState()); }

void MainWindow::restoreLayout() {
  const QByteArray geometry = settings_.geometry(projectFolder());
  if (!geometry.isEmpty() && !isVisible()) restoreGeometry(geometry);
  const QByteArray layout = settings_.layout(projectFolder());
  if (!layout.isEmpty()) inner_->restoreState(layout);
  Page* page = currentPage();
  dock_->setVisible(page && page->inspector() && inspectorToggle_->isChecked());
}

void MainWindow::resetLayout() {
  settings_.clearLayout(projectFolder());
  inner_->restoreState(defaultLayout_);
  inspectorToggle_->setChecked(true);
  if (Page* page = currentPage()) showPage(page);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  saveLayout();
  QMainWindow::closeEvent(event);
}

}  // namespace assay
