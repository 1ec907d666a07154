// SPDX-License-Identifier: GPL-3.0-or-later
// What happened to a run, and the line that shows it.
#include <QTest>

#include "widgets/charts/run_history.h"
#include "widgets/charts/run_timeline.h"
#include "widgets/theme/theme.h"

using namespace assay;

namespace {

using Kind = RunHistory::Kind;

Event made(const char* kind, double time, Json body) { return {0, time, kind, std::move(body)}; }

/// 100 s: trains from 10 to 50, is down until 60, trains to 100.
RunHistory fallenAndRisen() {
  RunHistory history;
  history.take(made("state", 1000, {{"state", "running"}}));
  history.take(made("plan", 1010, {{"step", 0}, {"ranks", 2}}));
  history.take(made("step", 1020, {{"step", 5}}));
  history.take(made("checkpoint", 1030, {{"generation", "00000010"}, {"step", 10}}));
  history.take(made("restart", 1050, {{"text", "rank 1 was ended by signal 9"}, {"from", "00000010"}}));
  history.take(made("message", 1055, {{"level", "info"}, {"text", "node2 stays away"}}));
  history.take(made("plan", 1060, {{"step", 10}, {"ranks", 1}}));
  history.take(made("message", 1070, {{"level", "warning"}, {"text", "step 12 was skipped"}}));
  history.take(made("state", 1100, {{"state", "done"}}));
  return history;
}

}  // namespace

class RunTimelineTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { Theme::instance().apply(Theme::Mode::Light); }

  void marksAndTimesOfWork() {
    const RunHistory history = fallenAndRisen();
    QList<int> kinds;
    for (const auto& mark : history.marks()) kinds << int(mark.kind);
    QCOMPARE(kinds, (QList<int>{int(Kind::Begin), int(Kind::Checkpoint), int(Kind::Restart), int(Kind::Notice), int(Kind::Begin), int(Kind::Warning), int(Kind::End)}));
    QCOMPARE(history.whole().from, 1000.0);
    QCOMPARE(history.whole().to, 1100.0);
    const auto work = history.work();
    QCOMPARE(work.size(), std::size_t(2));
    QCOMPARE(work[0].from, 1010.0);
    QCOMPARE(work[0].to, 1050.0);
    QCOMPARE(work[1].from, 1060.0);
    QCOMPARE(work[1].to, 1100.0);
    QCOMPARE(history.marks()[0].text, QString("Training begins, 2 ranks"));
    QVERIFY2(history.marks()[2].text.contains("rank 1") && history.marks()[2].text.contains("00000010"), qPrintable(history.marks()[2].text));
    QCOMPARE(history.marks()[4].text, QString("Training goes on from step 10"));
  }

  void aRunThatStillTrainsWorksUntilItsLastEvent() {
    RunHistory history;
    history.take(made("plan", 1000, {{"step", 0}}));
    history.take(made("step", 1007, {{"step", 3}}));
    QCOMPARE(history.work().size(), std::size_t(1));
    QCOMPARE(history.work()[0].to, 1007.0);
    history.take(made("step", 1009, {{"step", 4}}));
    QCOMPARE(history.work()[0].to, 1009.0);
  }

  void eventsThatLackWhatTheyShouldHaveAreTaken() {
    RunHistory history;
    for (const char* kind : {"plan", "checkpoint", "restart", "message", "state"}) {
      history.take(made(kind, 1000, Json::object()));
      history.take(made(kind, 1000, Json("text")));
      history.take(made(kind, -5, {{"step", "ten"}, {"text", 3}, {"from", nullptr}}));
    }
    QCOMPARE(history.count(Kind::Begin), 2);
    QCOMPARE(history.whole().from, 1000.0);
  }

  void ofVeryManyMarksSomeAreKeptAndAllAreCounted() {
    RunHistory history;
    history.take(made("restart", 1, {{"text", "a"}, {"from", "the start"}}));
    for (int i = 0; i < 5000; ++i) history.take(made("checkpoint", 2 + i, {{"step", i}}));
    QCOMPARE(history.count(Kind::Checkpoint), 5000);
    QVERIFY(history.marks().size() <= RunHistory::mostOfAKind + 1);
    QVERIFY(history.marks().size() > RunHistory::mostOfAKind / 4);
    QVERIFY(std::is_sorted(history.marks().begin(), history.marks().end(), [](const auto& a, const auto& b) { return a.time < b.time; }));
    QCOMPARE(history.count(Kind::Restart), 1);
  }

  void theLineSaysHowManyAndTheKeysWalk() {
    RunTimeline line;
    line.resize(300, line.sizeHint().height());
    line.show();
    QVERIFY(QTest::qWaitForWindowExposed(&line));
    QCOMPARE(line.text(), QString("Nothing to report"));
    const RunHistory history = fallenAndRisen();
    line.setHistory(&history);
    QVERIFY2(line.text().contains("1 checkpoint") && line.text().contains("1 restart"), qPrintable(line.text()));
    QCOMPARE(line.accessibleDescription(), line.text());
    QTest::keyClick(&line, Qt::Key_Right);
    QCOMPARE(line.text(), QString("After 10 s: Training begins, 2 ranks"));
    QTest::keyClick(&line, Qt::Key_Right);
    QTest::keyClick(&line, Qt::Key_Right);
    QVERIFY2(line.text().startsWith("After 50 s: ") && line.text().contains("rank 1"), qPrintable(line.text()));
    QTest::keyClick(&line, Qt::Key_End);
    QCOMPARE(line.text(), QString("After 2 min: Done"));
    QTest::keyClick(&line, Qt::Key_Escape);
    QVERIFY(line.text().contains("1 restart"));
    line.setHistory(nullptr);
    QCOMPARE(line.text(), QString("Nothing to report"));
  }

  /// By pixels: the gap is the colour of the empty track, the time of work is not, and the restart stands out.
  void whatIsDrawn() {
    RunTimeline line;
    line.resize(212, line.sizeHint().height());   // 2 pixels a second
    const RunHistory history = fallenAndRisen();
    line.setHistory(&history);
    const QImage image = line.grab().toImage();
    const double scale = image.width() / 212.0;
    const auto at = [&](double seconds) { return image.pixelColor(int((6 + 2 * seconds) * scale), int(11 * scale)); };
    QCOMPARE(at(30), Theme::instance().tokens().secondaryText);
    QCOMPARE(at(5), Theme::instance().tokens().line);
    QCOMPARE(at(50), Theme::instance().tokens().bad);
    QCOMPARE(at(80), Theme::instance().tokens().secondaryText);
  }
};

QTEST_MAIN(RunTimelineTest)
#include "tst_run_timeline.moc"
