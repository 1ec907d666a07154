// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <mutex>

#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "core/store/item_table.h"
#include "tests/widgets/pages/page_fixture.h"
#include "widgets/bridge/project_checker.h"
#include "widgets/bridge/task_runner.h"

using namespace assay;

class TestProjectChecker : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    makeBoards(folder_->filePath("boards"), 2);
    session_ = ProjectSession::open(folder_->filePath("boards"));
    calls_ = 0;
    wasOnGuiThread_ = false;
    checker_ = std::make_unique<ProjectChecker>([this](const Project& project, Database& database, const PluginManifest&) {
      ++calls_;
      if (QThread::currentThread() == qApp->thread()) wasOnGuiThread_ = true;
      if (gate_) gate_->acquire();
      return Problems{{Severity::Warning, {}, std::to_string(project.classes.size()) + " classes, " +
                                                  std::to_string(listItems(database, With::ItemsOnly).size()) + " items", {}}};
    });
    checker_->watch(session_.get(), PluginManifest());
  }
  void cleanup() {
    if (gate_) gate_->release(100);
    session_.reset();
    checker_.reset();
    gate_.reset();
  }

  void theCheckRunsElsewhereAndOnlyOnceForOneRevision() {
    QVERIFY(!checker_->isCurrent());
    for (int i = 0; i < 5; ++i) checker_->refresh();
    QTRY_VERIFY(checker_->isCurrent());
    QCOMPARE(checker_->problems().at(0).message, std::string("2 classes, 2 items"));
    for (int i = 0; i < 5; ++i) checker_->refresh();
    QCOMPARE(session_->tasks().count(), 0);
    QCOMPARE(calls_.load(), 1);
    QVERIFY(!wasOnGuiThread_);
  }

  void changesDuringACheckBecomeOneMore() {
    gate_ = std::make_unique<QSemaphore>();
    checker_->refresh();
    QTRY_COMPARE(calls_.load(), 1);
    for (int i = 0; i < 20; ++i) {
      session_->setStatus(session_->items().front().id, i % 2 ? LabelStatus::Labelled : LabelStatus::Unlabelled);
      checker_->refresh();
    }
    gate_->release(100);
    QTRY_VERIFY(checker_->isCurrent());
    QCOMPARE(calls_.load(), 2);
  }

  void optionsAreNoReasonToCheckAgainAndClassesAre() {
    checker_->refresh();
    QTRY_VERIFY(checker_->isCurrent());
    Project project = session_->project();
    project.options.set("seed", int64_t{7});
    session_->setProject(project);
    QVERIFY(checker_->isCurrent());
    project.classes.pop_back();
    session_->setProject(project);
    QVERIFY(!checker_->isCurrent());
    checker_->refresh();
    QTRY_VERIFY(checker_->isCurrent());
    QCOMPARE(checker_->problems().at(0).message, std::string("1 classes, 2 items"));
  }

  void theAnswerForAnotherProjectIsNobodys() {
    gate_ = std::make_unique<QSemaphore>();
    checker_->refresh();
    QTRY_COMPARE(calls_.load(), 1);
    checker_->watch(nullptr, {});
    QSignalSpy finished(checker_.get(), &ProjectChecker::finished);
    gate_->release(100);
    QTRY_COMPARE(session_->tasks().count(), 0);
    QCOMPARE(finished.count(), 0);
    QVERIFY(checker_->problems().empty());
  }

  void theCheckerMayGoBeforeItsAnswerComes() {
    gate_ = std::make_unique<QSemaphore>();
    checker_->refresh();
    QTRY_COMPARE(calls_.load(), 1);
    checker_.reset();
    gate_->release(100);
    QTRY_COMPARE(session_->tasks().count(), 0);
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<ProjectChecker> checker_;
  std::unique_ptr<QSemaphore> gate_;
  std::atomic<int> calls_ = 0;
  std::atomic<bool> wasOnGuiThread_ = false;
};

QTEST_GUILESS_MAIN(TestProjectChecker)
#include "tst_project_checker.moc"
