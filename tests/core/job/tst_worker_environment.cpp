// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/job/worker_environment.h"

using namespace assay;

class WorkerEnvironmentTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    qunsetenv("OMP_WAIT_POLICY");
    qunsetenv("GOMP_SPINCOUNT");
  }

  void waitingThreadsOfAWorkerSleepSoon() {
    setWorkerEnvironment();
    QCOMPARE(qgetenv("GOMP_SPINCOUNT"), QByteArray("30000"));
  }

  void whatTheUserSetStays() {
    qputenv("GOMP_SPINCOUNT", "7");
    setWorkerEnvironment();
    QCOMPARE(qgetenv("GOMP_SPINCOUNT"), QByteArray("7"));
    qunsetenv("GOMP_SPINCOUNT");
    qputenv("OMP_WAIT_POLICY", "active");
    setWorkerEnvironment();
    QVERIFY(!qEnvironmentVariableIsSet("GOMP_SPINCOUNT"));
  }
};

QTEST_APPLESS_MAIN(WorkerEnvironmentTest)
#include "tst_worker_environment.moc"
