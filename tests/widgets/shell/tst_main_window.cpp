// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/atomic_file.h"
#include "core/project/bundle.h"
#include "core/project/sample_boards.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/settings.h"
#include "widgets/bridge/text.h"
#include "widgets/pages/page.h"
#include "widgets/shell/command_palette.h"
#include "widgets/shell/language.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/message_bar.h"
#include "widgets/shell/new_project_dialog.h"
#include "widgets/shell/welcome_page.h"

using namespace assay;

class TestMainWindow : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qputenv("ASSAY_PLUGIN_PATH", qgetenv("ASSAY_BIN") + "/../plugins");
    qputenv("ASSAY_HOME", home_.path().toUtf8());
    createSampleBoards(toPath(project()), 4, 1, Progress{});
    applyLanguage("en");
    Theme::instance().apply(Theme::Mode::Light);
  }
  void init() {
    window_ = std::make_unique<MainWindow>();
    window_->show();
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
  }
  void cleanup() { window_.reset(); }

  void withoutAProjectTheWelcomePageStandsThere() {
    QVERIFY(window_->findChild<WelcomePage*>()->isVisible());
    QVERIFY(!window_->currentPage());
    QCOMPARE(window_->windowTitle(), QString("Assay"));
  }

  void openedProjectGivesItsNameToTheWindow() {
    QVERIFY(window_->openProject(project()));
    QCOMPARE(window_->windowTitle(), QString("boards — Assay"));
    QVERIFY(!window_->findChild<WelcomePage*>()->isVisible());
  }

  void missingProjectIsASentenceInTheWindow() {
    QVERIFY(!window_->openProject(home_.filePath("nothing")));
    QVERIFY(window_->messageBar()->isVisible());
    QVERIFY(window_->messageBar()->text().contains("nothing"));
    QVERIFY(!QApplication::activeModalWidget());
  }

  void keysGoToThePagesInTheOrderOfTheWork() {
    window_->openProject(project());
    const QStringList order = {"data", "label", "train", "runs", "evaluate"};
    for (int i = 0; i < order.size(); ++i) {
      QTest::keyClick(window_.get(), static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
      QVERIFY(window_->currentPage());
      QCOMPARE(window_->currentPage()->id(), order[i]);
    }
  }

  void paletteFindsAPageByItsLettersAndGoesThere() {
    window_->openProject(project());
    window_->goTo("data");
    QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(window_->palette()->isVisible());
    auto* field = window_->palette()->findChild<QLineEdit*>();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, "evaluate");
    QCOMPARE(window_->palette()->shownTexts().first(), QString("Evaluate"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!window_->palette()->isVisible());
    QCOMPARE(window_->currentPage()->id(), QString("evaluate"));
  }

  void paletteFindsSingleImagesAndEscapeClosesIt() {
    window_->openProject(project());
    QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
    auto* field = window_->palette()->findChild<QLineEdit*>();
    QTest::keyClicks(field, "board_0003");
    QVERIFY(window_->palette()->shownTexts().first().contains("board_0003"));
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!window_->palette()->isVisible());
  }

  void droppedProjectFolderIsOpened() {
    drop({QUrl::fromLocalFile(project())});
    QVERIFY(window_->session());
    QCOMPARE(window_->session()->items().size(), std::size_t{4});
  }

  void droppedImagesWithoutAProjectGetTheNextStep() {
    drop({QUrl::fromLocalFile(home_.filePath("a.png"))});
    QVERIFY(!window_->session());
    QVERIFY(window_->messageBar()->isVisible());
    QVERIFY(!window_->messageBar()->findChild<QPushButton*>()->text().isEmpty());
  }

  void languageSwitchesAtRunTimeAndKeepsThePage() {
    window_->openProject(project());
    window_->goTo("train");
    window_->setLanguage("zh_CN");
    QCOMPARE(window_->currentPage()->id(), QString("train"));
    QCOMPARE(window_->currentPage()->title(), QString("训练"));
    window_->setLanguage("en");
    QCOMPARE(window_->currentPage()->title(), QString("Train"));
  }

  void secondWindowOnTheSameProjectSaysThatItOnlyReads() {
    window_->openProject(project());
    MainWindow second;
    QVERIFY(second.openProject(project()));
    QVERIFY(second.windowTitle().contains("read-only"));
    QVERIFY(second.messageBar()->text().contains("editing"));
  }

  void everyActionHasATextAndEveryKeyIsUsedOnce() {
    QSet<QString> keys;
    for (const QAction* action : window_->actionsOfFrame()) {
      QVERIFY(!action->text().isEmpty());
      for (const QKeySequence& key : action->shortcuts()) {
        QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
        keys << key.toString();
      }
    }
  }

  void noKeyOfAPageIsAlsoAKeyOfTheFrame() {
    // Two actions with one key and neither answers: the toolkit calls it ambiguous.
    window_->openProject(project());
    for (const char* page : {"data", "label", "train", "runs", "evaluate"}) {
      window_->goTo(page);
      QSet<QString> keys;
      for (const QAction* action : window_->actionsOfFrame() + window_->currentPage()->pageActions())
        for (const QKeySequence& key : action->shortcuts()) {
          QVERIFY2(!keys.contains(key.toString()), qPrintable(QString(page) + ' ' + key.toString() + ' ' + action->text()));
          keys << key.toString();
        }
    }
  }

  void bundleIsOpenedOnAnotherThreadAndShowsThePageAskedFor() {
    const QString bundle = home_.filePath("boards.assay");
    {
      const Project frozen = loadProject(toPath(project()));
      Database database(frozen.databaseFile(), OpenMode::ReadWrite);
      writeBundle(frozen, database, toPath(bundle), Progress{});
    }
    QVERIFY(window_->openProject(bundle));
    window_->goTo("label");
    QVERIFY(!window_->session() && !window_->isIdle());   // the window is free meanwhile
    QTRY_VERIFY(window_->session());
    QCOMPARE(window_->currentPage()->id(), QString("label"));
    QCOMPARE(window_->session()->items().size(), std::size_t{4});
    QVERIFY(Settings().recentProjects().contains(bundle));
  }

  void damagedBundleIsASentenceInTheWindow() {
    const QString bundle = home_.filePath("damaged.assay");
    writeFileAtomically(toPath(bundle), "not a bundle");
    QVERIFY(window_->openProject(bundle));
    QTRY_VERIFY(window_->messageBar()->isVisible());
    QVERIFY(!window_->session());
    QVERIFY(!window_->messageBar()->text().isEmpty());
  }

  void newProjectDialogAsksForWhatIsMissing() {
    NewProjectDialog dialog(PluginCatalogue::scan(), home_.path());
    dialog.show();
    QPushButton* create = nullptr;
    for (QPushButton* button : dialog.findChildren<QPushButton*>())
      if (button->text() == "Create") create = button;
    QVERIFY(create && !create->isEnabled());
    QTest::keyClicks(dialog.findChildren<QLineEdit*>().first(), "tiles");
    QVERIFY(create->isEnabled());
    QCOMPARE(dialog.folder(), home_.filePath("tiles"));
    QVERIFY(!dialog.task().isEmpty());
  }

 private:
  void drop(const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    // A drop goes to whoever accepted the drag before it.
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &event);
  }
  QString project() const { return home_.filePath("boards"); }
  QTemporaryDir home_;
  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
