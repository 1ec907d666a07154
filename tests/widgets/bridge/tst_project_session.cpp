// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "core/project/sample_boards.h"
#include "core/store/database.h"
#include "core/store/item_table.h"
#include "widgets/bridge/model_server.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/settings.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"

using namespace assay;

class TestProjectSession : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qputenv("ASSAY_PLUGIN_PATH", qgetenv("ASSAY_BIN") + "/../plugins");
    qputenv("ASSAY_HOME", home_.path().toUtf8());
    createSampleBoards(toPath(project()), 4, 1, Progress{});
  }
  void init() { session_ = ProjectSession::open(project()); }
  void cleanup() { session_.reset(); }

  void addedBoxIsThereAfterReopening() {
    const ItemId item = session_->items().front().id;
    const auto before = session_->annotations(item).size();
    QSignalSpy changed(session_.get(), &ProjectSession::labelsChanged);
    session_->addAnnotation(item, {{}, "open", Box{1, 2, 30, 40}, Origin::Human});
    QCOMPARE(changed.count(), 1);
    session_.reset();
    session_ = ProjectSession::open(project());
    QCOMPARE(session_->annotations(item).size(), before + 1);
    QCOMPARE(session_->undo(), item);
    QCOMPARE(session_->annotations(item).size(), before);
  }

  void statusOfTheCachedItemFollowsUndoAndRedo() {
    const ItemId item = session_->items().front().id;
    session_->setStatus(item, LabelStatus::Unlabelled);
    QCOMPARE(session_->item(item)->status, LabelStatus::Unlabelled);
    QCOMPARE(session_->labelledCount(), 3);
    session_->undo();
    QCOMPARE(session_->item(item)->status, LabelStatus::Labelled);
    session_->redo();
    QCOMPARE(session_->item(item)->status, LabelStatus::Unlabelled);
    session_->undo();
  }

  void secondWorkbenchReadsOnlyAndSaysWhy() {
    const auto second = ProjectSession::open(project());
    QVERIFY(!session_->isReadOnly());
    QVERIFY(second->isReadOnly());
    QVERIFY(!second->readOnlyReason().isEmpty());
    const ItemId item = second->items().front().id;
    QVERIFY_EXCEPTION_THROWN(second->addAnnotation(item, {{}, "open", Box{1, 2, 3, 4}, Origin::Human}), Error);
    QVERIFY(!second->canUndo());
  }

  void backgroundWorkRunsElsewhereAndAnswersHere() {
    QThread* worker = nullptr;
    QThread* answered = nullptr;
    std::size_t items = 0;
    session_->runInBackground("counting", [&](Database& database, const Progress&) {
      worker = QThread::currentThread();
      items = listItems(database, With::ItemsOnly).size();
    }, [&](const QString& error) {
      QVERIFY(error.isEmpty());
      answered = QThread::currentThread();
    });
    QTRY_VERIFY(answered);
    QVERIFY(worker != answered);
    QCOMPARE(answered, QThread::currentThread());
    QCOMPARE(items, std::size_t{4});
  }

  void workThatChangesItemsBringsTheNewListsWithIt() {
    const ItemId item = session_->items().front().id;
    const Split before = session_->items().front().split;
    QStringList order;
    connect(session_.get(), &ProjectSession::itemsChanged, this, [&] { order << "items"; });
    session_->changeInBackground("splitting", [&](Database& database, const Progress&) {
      Item changed = *findItem(database, item);
      changed.split = Split::None;
      updateItem(database, changed);
    }, [&](const QString&) { order << "done"; });
    QTRY_COMPARE(order, (QStringList{"done", "items"}));
    QCOMPARE(session_->item(item)->split, Split::None);
    Item restored = *session_->item(item);
    restored.split = before;
    updateItem(session_->database(), restored);
  }

  void anEditDuringSuchWorkIsNotLostFromTheLists() {
    const ItemId item = session_->items().front().id;
    const auto countOf = [&](const std::string& name) {
      int sum = 0;
      for (const ClassCount& count : session_->classCounts())
        if (count.item == item && count.className == name) sum += count.count;
      return sum;
    };
    const int opens = countOf("open");
    bool isDone = false;
    session_->changeInBackground("nothing", [](Database&, const Progress&) {}, [&](const QString&) { isDone = true; });
    session_->addAnnotation(item, {{}, "open", Box{1, 2, 30, 40}, Origin::Human});   // the work may have read the lists already
    session_->setStatus(item, LabelStatus::Unlabelled);
    QTRY_VERIFY(isDone);
    QCOMPARE(session_->item(item)->status, LabelStatus::Unlabelled);
    QCOMPARE(countOf("open"), opens + 1);
    session_->undo();
    session_->undo();
    QCOMPARE(countOf("open"), opens);
  }

  void cancelledWorkEndsAndSaysSo() {
    QSignalSpy started(session_.get(), &ProjectSession::backgroundStarted);
    QString error = "not yet";
    session_->runInBackground("endless", [](Database&, const Progress& progress) {
      for (;;) progress.step(0, 0);
    }, [&](const QString& e) { error = e; });
    session_->cancelBackground(started.first().first().toInt());
    QTRY_COMPARE(error, TaskRunner::tr("Stopped on request."));
  }

  void errorOfBackgroundWorkIsASentence() {
    QString error;
    session_->runInBackground("failing", [](Database&, const Progress&) { throw Error(Code::BadInput, "no such row", "a.csv:3"); },
                              [&](const QString& e) { error = e; });
    QTRY_COMPARE(error, QString("no such row (a.csv:3)"));
  }

  void closingTheProjectStopsItsWork() {
    session_->runInBackground("endless", [](Database&, const Progress& progress) {
      for (;;) progress.step(0, 0);
    }, [](const QString&) {});
    session_.reset();   // returns only when the thread has left the database
  }

  void classColoursAreStableAndDistinct() {
    QCOMPARE(session_->classColour("open"), 0);
    QCOMPARE(session_->classColour("short"), 1);
    QVERIFY(session_->classColour("never seen") >= 6);
  }

  void modelWithoutARunAnswersWithTheNextStep() {
    QString error;
    session_->model().ask("/no/image.png", {}, this, [&](const ModelAnswer& answer) { error = answer.error; });
    QTRY_VERIFY(error.contains("Train one first"));
  }

  void recentProjectsAreNewestFirstAndExisting() {
    Settings settings;
    settings.addRecentProject("/does/not/exist");
    settings.addRecentProject(project());
    QCOMPARE(settings.recentProjects(), QStringList{project()});
    settings.setTheme(Theme::Mode::Dark);
    QCOMPARE(Settings().theme(), Theme::Mode::Dark);
  }

 private:
  QString project() const { return home_.filePath("boards"); }
  QTemporaryDir home_;
  std::unique_ptr<ProjectSession> session_;
};

QTEST_GUILESS_MAIN(TestProjectSession)
#include "tst_project_session.moc"
