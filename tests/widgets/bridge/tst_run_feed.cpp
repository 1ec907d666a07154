// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "widgets/bridge/run_feed.h"
#include "widgets/bridge/run_progress.h"
#include "widgets/bridge/text.h"

using namespace assay;

class TestRunFeed : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    std::filesystem::create_directories(run().folder());
    feed_ = std::make_unique<RunFeed>(toPath(folder_->path()));
    steps_.clear();
    connect(feed_.get(), &RunFeed::events, this, [this](RunId, const QVector<Event>& batch) {
      for (const Event& event : batch)
        if (event.kind == "step") steps_ << event.body["step"].get<int>();
    });
  }
  void cleanup() { feed_.reset(); }

  void oldEventsComeFirstAndInOrder() {
    writeSteps(0, 5000);   // more than one batch
    feed_->follow(RunId{1});
    QTRY_VERIFY(feed_->isCaughtUp(RunId{1}));
    QCOMPARE(steps_.size(), 5000);
    QVERIFY(std::is_sorted(steps_.begin(), steps_.end()));
  }

  void newEventsFollowWithoutAsking() {
    feed_->follow(RunId{1});
    QTRY_VERIFY(feed_->isCaughtUp(RunId{1}));
    writeSteps(0, 3);
    QTRY_COMPARE(steps_, (QList<int>{0, 1, 2}));
  }

  void statusIsToldWhenItChanges() {
    RunStatus status;
    status.state = RunState::Done;
    run().setStatus(status);
    QSignalSpy changed(feed_.get(), &RunFeed::statusChanged);
    feed_->follow(RunId{1});
    QVERIFY(changed.wait());
    QCOMPARE(feed_->status(RunId{1})->state, RunState::Done);
    status.state = RunState::Stopped;
    run().setStatus(status);
    QVERIFY(changed.wait());
    QCOMPARE(feed_->status(RunId{1})->state, RunState::Stopped);
  }

  void nothingComesAfterUnfollow() {
    writeSteps(0, 10);
    feed_->follow(RunId{1});
    feed_->unfollow(RunId{1});
    feed_->follow(RunId{1});   // the answers of the first time must not be counted twice
    QTRY_VERIFY(feed_->isCaughtUp(RunId{1}));
    QCOMPARE(steps_.size(), 10);
  }

  void runWithoutADirectoryIsCaughtUpAndSilent() {
    feed_->follow(RunId{99});
    QTRY_VERIFY(feed_->isCaughtUp(RunId{99}));
    QVERIFY(steps_.isEmpty());
  }

  void progressIsTheLargestShareOfItsLimits() {
    OptionValues options;
    options.set("trainer.max_minutes", 10.0);
    options.set("trainer.max_epochs", int64_t{4});
    RunProgress progress(options);
    QVERIFY(!progress.secondsLeft());
    progress.take({1, 1000.0, "step", {{"step", 1}, {"epoch", 0}}});
    progress.take({2, 1060.0, "step", {{"step", 2}, {"epoch", 2}}});
    QCOMPARE(progress.elapsedSeconds(), 60.0);
    QCOMPARE(progress.fraction(), 0.5);            // 2 of 4 epochs beats 1 of 10 minutes
    QCOMPARE(*progress.secondsLeft(), 60.0);       // half took 60 s
  }

  void pauseBetweenTwoSittingsIsNotTrainingTime() {
    RunProgress progress(OptionValues{});
    progress.take({1, 100.0, "step", {{"step", 1}}});
    progress.take({2, 110.0, "step", {{"step", 2}}});
    progress.take({3, 111.0, "state", {{"state", "stopped"}}});
    progress.take({4, 9000.0, "state", {{"state", "running"}}});
    progress.take({5, 9001.0, "step", {{"step", 3}}});
    progress.take({6, 9006.0, "step", {{"step", 4}}});
    QCOMPARE(progress.elapsedSeconds(), 15.0);
  }

  void durationsReadLikeSpeech() {
    QCOMPARE(durationText(42.4), QString("42 s"));
    QCOMPARE(durationText(360), QString("6 min"));
    QCOMPARE(durationText(7500), QString("2 h 5 min"));
    QCOMPARE(durationText(7200), QString("2 h"));
  }

 private:
  RunDirectory run() const { return RunDirectory(toPath(folder_->path()) / "1"); }
  void writeSteps(int from, int to) {
    EventWriter writer(run().eventsFile());
    for (int step = from; step < to; ++step) writer.write("step", {{"step", step}});
  }
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<RunFeed> feed_;
  QList<int> steps_;
};

QTEST_GUILESS_MAIN(TestRunFeed)
#include "tst_run_feed.moc"
