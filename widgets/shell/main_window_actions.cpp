// SPDX-License-Identifier: GPL-3.0-or-later
// The actions, menus and palette of the frame.
#include <algorithm>

#include <QActionGroup>
#include <QDockWidget>
#include <QMenu>

#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/shell/about_dialog.h"
#include "widgets/shell/command_palette.h"
#include "widgets/shell/language.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/page_host.h"
#include "widgets/shell/project_starter.h"

namespace assay {

namespace {

constexpr int itemsFrom = 2;      // letters typed before single images are searched
constexpr int maxItems = 20;
constexpr int maxRuns = 20;

}  // namespace

void MainWindow::makeActions() {
  const QString project = tr("Project"), view = tr("View"), help = tr("Help");
  begin_ = {
      actions_->add(project, tr("New project…"), "plus", QKeySequence::New, [this] { starter_->askNew(); }),
      actions_->add(project, tr("Open project…"), "open", QKeySequence::Open, [this] { starter_->askOpen(); }),
      actions_->add(project, tr("Create sample project…"), "ask-model", QKeySequence("Ctrl+Alt+N"), [this] { starter_->askSample(); })};
  actions_->add(project, tr("Open bundle…"), "project", QKeySequence("Ctrl+Shift+O"), [this] { starter_->askBundle(); });
  needProject_.clear();
  needProject_ << actions_->add(project, tr("Export bundle…"), "export", QKeySequence("Ctrl+Shift+B"), [this] { exportBundle(); })
               << actions_->add(project, tr("Close project"), "close", QKeySequence("Ctrl+Shift+W"), [this] { closeProject(); });
  train_ = actions_->add(project, tr("Train"), "train", QKeySequence("Ctrl+T"), [this] { train(); });
  needProject_ << train_;
  actions_->add(project, tr("Quit"), "quit", QKeySequence::Quit, [this] { close(); });
  makePageActions();
  search_ = actions_->add(help, tr("Search everything"), "search", QKeySequence("Ctrl+K"), [this] { palette_->open(); });
  inspectorToggle_ = actions_->add(view, tr("Show inspector"), "layout", QKeySequence("Ctrl+Shift+I"), [this] {
    if (Page* page = currentPage()) dock_->setVisible(page->inspector() && inspectorToggle_->isChecked());
  });
  inspectorToggle_->setCheckable(true);
  inspectorToggle_->setChecked(true);
  actions_->add(view, tr("Reset layout"), "reset", QKeySequence("Ctrl+Alt+0"), [this] { resetLayout(); });
  actions_->add(view, tr("Full screen"), "zoom-fit", QKeySequence(Qt::Key_F11),
                [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
  makeAppearanceActions();
  actions_->add(help, tr("Keyboard shortcuts"), "keyboard", QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
  actions_->add(help, tr("About Assay"), "info", QKeySequence("Shift+F1"), [this] { AboutDialog(this).exec(); });
}

void MainWindow::makePageActions() {
  delete pageChoice_;
  pageChoice_ = new QActionGroup(this);
  for (const PageKind& kind : pageKinds()) {
    QAction* action = actions_->add(tr("Pages"), kind.title, kind.iconName, {}, [this, id = kind.id] { goTo(id); });
    action->setData(kind.id);
    action->setCheckable(true);
    pageChoice_->addAction(action);
    needProject_ << action;
  }
}

/// The rail shows the pages of the project's task, and Ctrl+1, 2, ... go down the rail.
void MainWindow::offerPages() {
  const std::vector<PageKind> offered = pages_->offered();
  for (QAction* action : pageChoice_->actions()) {
    const auto kind = std::find_if(offered.begin(), offered.end(), [&](const PageKind& k) { return k.id == action->data().toString(); });
    action->setVisible(kind != offered.end());
    if (session_) action->setEnabled(kind != offered.end());
    Actions::setKey(action, kind == offered.end() ? QKeySequence() : QKeySequence(QString("Ctrl+%1").arg(kind - offered.begin() + 1)));
  }
  if (session_ && pages_->current() && std::none_of(offered.begin(), offered.end(), [&](const PageKind& k) { return k.id == pages_->current()->id(); }))
    pages_->goTo(offered.front().id);
}

void MainWindow::makeAppearanceActions() {
  delete themeMenu_;
  delete languageMenu_;
  themeMenu_ = new QMenu(tr("Appearance"), this);
  themeMenu_->setIcon(Theme::instance().icon("theme"));
  languageMenu_ = new QMenu(tr("Language"), this);
  languageMenu_->setIcon(Theme::instance().icon("language"));
  const QString view = tr("View");
  auto* themes = new QActionGroup(themeMenu_);
  const std::pair<QString, Theme::Mode> modes[] = {{tr("Like the system"), Theme::Mode::System},
                                                   {tr("Light"), Theme::Mode::Light},
                                                   {tr("Dark"), Theme::Mode::Dark}};
  for (const auto& [text, mode] : modes)
    themeMenu_->addAction(actions_->addChoice(themes, tr("Appearance"), text, Theme::instance().mode() == mode,
                                              [this, mode = mode] { setTheme(mode); }));
  auto* spoken = new QActionGroup(languageMenu_);
  const std::pair<QString, QString> names[] = {{QStringLiteral("English"), "en"}, {QStringLiteral("简体中文"), "zh_CN"}};
  for (const auto& [text, language] : names)
    languageMenu_->addAction(actions_->addChoice(spoken, tr("Language"), text, currentLanguage() == language,
        [this, language = language] {
          // Not from within the menu that is about to be rebuilt.
          QMetaObject::invokeMethod(this, [this, language] { setLanguage(language); }, Qt::QueuedConnection);
        }));
}

QMenu* MainWindow::makeProjectMenu() {
  auto* menu = new QMenu(inner_);
  menu->addActions(begin_);
  QMenu* recent = menu->addMenu(Theme::instance().icon("clock"), tr("Recent projects"));
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecentMenu(recent); });
  menu->addSeparator();
  QString group = tr("Project");
  for (QAction* action : actions_->all()) {
    if (begin_.contains(action) || pageChoice_->actions().contains(action)) continue;
    if (action->actionGroup()) continue;   // themes and languages have menus of their own
    if (Actions::groupOf(action) != group) menu->addSeparator();
    group = Actions::groupOf(action);
    menu->addAction(action);
  }
  menu->addSeparator();
  menu->addMenu(themeMenu_);
  menu->addMenu(languageMenu_);
  return menu;
}

void MainWindow::fillRecentMenu(QMenu* menu) {
  menu->clear();
  const QStringList folders = settings_.recentProjects();
  for (const QString& folder : folders)
    menu->addAction(folder, this, [this, folder] { openProject(folder); });
  if (folders.isEmpty()) menu->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::fillPalette() {
  palette_->addSource([this](const QString&) { return actionEntries(); });
  palette_->addSource([this](const QString& query) { return placeEntries(query); });
}

QList<PaletteEntry> MainWindow::actionEntries() const {
  QList<PaletteEntry> entries;
  const auto add = [&entries](QAction* action, const QString& group) {
    if (!action->isEnabled() || action->text().isEmpty()) return;
    entries << PaletteEntry{action->text().remove('&'), group, action->shortcut().toString(QKeySequence::NativeText),
                            action->icon(), [action] { action->trigger(); }};
  };
  if (Page* page = currentPage())
    for (QAction* action : page->pageActions()) add(action, page->title());
  for (QAction* action : actions_->all())
    if (action != search_) add(action, Actions::groupOf(action));
  return entries;
}

/// Where a single item is opened: Label, or Data for a project without pictures.
QString MainWindow::itemPage() const {
  const std::vector<PageKind> offered = pages_->offered();
  const bool hasLabel = std::any_of(offered.begin(), offered.end(), [](const PageKind& kind) { return kind.id == "label"; });
  return hasLabel ? QStringLiteral("label") : QStringLiteral("data");
}

QList<PaletteEntry> MainWindow::placeEntries(const QString& query) {
  const Theme& theme = Theme::instance();
  QList<PaletteEntry> entries;
  for (const QString& folder : settings_.recentProjects())
    if (folder != projectFolder())
      entries << PaletteEntry{folder, tr("Recent projects"), {}, theme.icon("folder"), [this, folder] { openProject(folder); }};
  if (!session_) return entries;
  int runs = 0;
  for (const RunRow& row : listRuns(session_->database())) {
    if (++runs > maxRuns) break;
    entries << PaletteEntry{tr("Run %1").arg(row.id.value) + (row.note.empty() ? QString() : " · " + fromUtf8(row.note)),
                            tr("Runs"), {}, theme.icon("runs"),
                            [this, id = row.id.value] { goTo("runs", QVariant::fromValue<qlonglong>(id)); }};
  }
  if (query.size() < itemsFrom) return entries;
  const std::string needle = query.toStdString();
  int found = 0;
  for (const Item& item : session_->items()) {
    if (item.path.find(needle) == std::string::npos) continue;
    if (++found > maxItems) break;
    entries << PaletteEntry{fromUtf8(item.path), tr("Images"), {}, theme.icon("image"),
                            [this, page = itemPage(), id = item.id.value] { goTo(page, QVariant::fromValue<qlonglong>(id)); }};
  }
  return entries;
}

}  // namespace assay
