// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QMainWindow>
#include <QVariant>

#include "core/base/strong_id.h"
#include "widgets/bridge/settings.h"
#include "widgets/shell/actions.h"

class QActionGroup;
class QDockWidget;
class QMenu;
class QStackedWidget;

namespace assay {

class CommandPalette;
class MessageBar;
class Page;
class PageHost;
class ProjectSession;
class ProjectStarter;
class Rail;
class StatusStrip;
class TaskRunner;
class TopBar;
class WelcomePage;
struct PaletteEntry;

/// The frame: rail, top bar, pages with their inspector, status strip, command palette.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  /// Opens a project folder, or a bundle: that is unpacked on another thread and stands there when isIdle(). An error
  /// is shown in the window and leaves the present project open.
  bool openProject(const QString& path);
  void closeProject();
  ProjectSession* session() const { return session_.get(); }

  /// While a bundle is being opened: where to go when it is there.
  void goTo(const QString& pageId, const QVariant& argument = {});
  Page* currentPage() const;
  /// Nothing is loading, running or animating.
  bool isIdle() const;

  void setTheme(Theme::Mode mode);
  /// "en", "zh_CN", or empty for the system's. Builds the frame anew in that language.
  void setLanguage(const QString& language);
  void showError(const QString& text);
  void resetLayout();

  const QList<QAction*>& actionsOfFrame() const { return actions_->all(); }
  CommandPalette* palette() const { return palette_; }
  MessageBar* messageBar() const { return message_; }

 Q_SIGNALS:
  void idleChanged();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void build();
  void rebuild();
  QWidget* buildPages();
  void buildInspector();
  void connectParts();
  void connectStarter();
  void makeActions();
  void makePageActions();
  void offerPages();
  void makeAppearanceActions();
  QMenu* makeProjectMenu();
  void fillRecentMenu(QMenu* menu);
  void fillPalette();
  QList<PaletteEntry> actionEntries() const;
  QString itemPage() const;
  QList<PaletteEntry> placeEntries(const QString& query);
  void showPage(Page* page);
  void showSession();
  void showRunEnded(RunId run);
  void updateTitle();
  void saveLayout();
  void restoreLayout();
  void exportBundle();
  bool openFolder(const QString& folder, const QString& remembered);
  void openBundleFile(const QString& file);
  void showShortcuts();
  void train();
  void connectPage(Page* page);
  void mend(const QString& fix);
  QString projectFolder() const;

  Settings settings_;
  std::unique_ptr<TaskRunner> tasks_;          ///< work that belongs to no project
  std::unique_ptr<ProjectStarter> starter_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<Actions> actions_;
  QList<QAction*> begin_;                      ///< new, open, sample
  QList<QAction*> needProject_;
  QActionGroup* pageChoice_ = nullptr;
  QAction* search_ = nullptr;
  QAction* train_ = nullptr;
  QAction* inspectorToggle_ = nullptr;
  QMenu* themeMenu_ = nullptr;
  QMenu* languageMenu_ = nullptr;
  Rail* rail_ = nullptr;
  TopBar* top_ = nullptr;
  QMainWindow* inner_ = nullptr;               ///< holds the dock beside the pages
  QStackedWidget* body_ = nullptr;             ///< welcome page or pages
  WelcomePage* welcome_ = nullptr;
  PageHost* pages_ = nullptr;
  MessageBar* message_ = nullptr;
  QDockWidget* dock_ = nullptr;
  QStackedWidget* inspectors_ = nullptr;
  StatusStrip* status_ = nullptr;
  CommandPalette* palette_ = nullptr;
  QByteArray defaultLayout_;
  bool isOpening_ = false;
  std::pair<QString, QVariant> waiting_;       ///< page and argument for the bundle that is being opened
};

}  // namespace assay
