// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/error.h"
#include "core/engine/train/schedules.h"
#include "core/engine/train/train_options.h"

using namespace assay;

class SchedulesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cosineFallsFromOneOverAHalfToZero() {
    QCOMPARE(scheduleFactor(Schedule::Cosine, 0), 1.0);
    QCOMPARE(scheduleFactor(Schedule::Cosine, 0.5), 0.5);
    QVERIFY(qAbs(scheduleFactor(Schedule::Cosine, 1.0 / 3) - 0.75) < 1e-12);   // (1 + cos 60 degrees) / 2
    QVERIFY(qAbs(scheduleFactor(Schedule::Cosine, 1)) < 1e-12);
    QVERIFY(qAbs(scheduleFactor(Schedule::Cosine, 7)) < 1e-12);
  }

  void oneCyclePeaksAfterThreeTenths() {
    QVERIFY(qAbs(scheduleFactor(Schedule::OneCycle, 0) - 0.04) < 1e-12);
    QVERIFY(qAbs(scheduleFactor(Schedule::OneCycle, 0.15) - 0.52) < 1e-12);   // halfway between .04 and 1
    QVERIFY(qAbs(scheduleFactor(Schedule::OneCycle, 0.3) - 1) < 1e-12);
    QVERIFY(qAbs(scheduleFactor(Schedule::OneCycle, 1) - 4e-6) < 1e-12);
  }

  void constantStays() { QCOMPARE(scheduleFactor(Schedule::Constant, 0.8), 1.0); }

  void warmUpRisesInEqualSteps() {
    QCOMPARE(warmupFactor(0, 4), 0.25);
    QCOMPARE(warmupFactor(3, 4), 1.0);
    QCOMPARE(warmupFactor(100, 4), 1.0);
    QCOMPARE(warmupFactor(0, 0), 1.0);
  }

  void warmUpMultipliesAllButOneCycle() {
    QCOMPARE(rateFactor(Schedule::Cosine, 0.5, 1, 4), 0.25);
    QCOMPARE(rateFactor(Schedule::Constant, 0.5, 1, 4), 0.5);
    QCOMPARE(rateFactor(Schedule::OneCycle, 0.3, 1, 4), 1.0);
  }

  void unknownSchedulesAreRefused() { QVERIFY_EXCEPTION_THROWN(scheduleFromName("linear"), Error); }

  void progressIsTheLargestShareOfTheLimitsThatAreSet() {
    TrainOptions options;
    options.maxMinutes = 2;
    options.maxEpochs = 10;
    QCOMPARE(trainingProgress(options, 30, 4, 1000), 0.4);     // 30 s of 120 s, 4 of 10 epochs
    options.maxSteps = 2000;
    QCOMPARE(trainingProgress(options, 30, 4, 1000), 0.5);
    QCOMPARE(trainingProgress(options, 500, 4, 1000), 1.0);
  }
};

QTEST_APPLESS_MAIN(SchedulesTest)
#include "tst_schedules.moc"
