// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/error.h"
#include "core/job/rank_place.h"
#include "core/job/rank_processes.h"
#include "tests/support/expect_error.h"

using namespace assay;

class RankPlaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    for (const auto& [name, value] : rankEnvironment({})) qunsetenv(name.c_str());
  }
  void cleanup() { init(); }

  void withoutVariablesAProcessIsAlone() {
    QVERIFY(rankPlaceFromEnvironment().isAlone());
    QVERIFY(rankPlaceFromEnvironment().isFirst());
  }

  void aPlaceComesBackFromItsEnvironment() {
    const RankPlace place{5, 8, 1, 2, 2, "node-1", 29500, 3};
    for (const auto& [name, value] : rankEnvironment(place)) qputenv(name.c_str(), value.c_str());
    const RankPlace back = rankPlaceFromEnvironment();
    QCOMPARE(back.rank, 5);
    QCOMPARE(back.world, 8);
    QCOMPARE(back.localRank, 1);
    QCOMPARE(back.localWorld, 2);
    QCOMPARE(back.host, 2);
    QCOMPARE(back.masterHost, std::string("node-1"));
    QCOMPARE(back.masterPort, 29500);
    QCOMPARE(back.attempt, 3);
    QCOMPARE(back.listener, -1);
  }

  void theListenerIsRankZerosAlone() {
    RankPlace place{0, 2, 0, 2, 0, "127.0.0.1", 29500, 0, 7};
    for (const auto& [name, value] : rankEnvironment(place)) qputenv(name.c_str(), value.c_str());
    QCOMPARE(rankPlaceFromEnvironment().listener, 7);
    qputenv("RANK", "1");
    QCOMPARE(rankPlaceFromEnvironment().listener, -1);
    place.rank = 1;
    for (const auto& [name, value] : rankEnvironment(place))
      if (name == "ASSAY_MASTER_LISTENER") QCOMPARE(value, std::string());
  }

  /// As a launcher that knows nothing of hosts sets it.
  void theFourVariablesOfEveryLauncherSuffice() {
    for (const auto& [name, value] : {std::pair{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "10.0.0.1"}, {"MASTER_PORT", "29500"}}) qputenv(name, value);
    const RankPlace place = rankPlaceFromEnvironment();
    QCOMPARE(place.localWorld, 1);
    QCOMPARE(place.host, 1);
  }

  void whatIsMissingOrOutOfRangeIsNamed_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("rank behind the last") << QByteArray("RANK") << QByteArray("2");
    QTest::newRow("no number") << QByteArray("RANK") << QByteArray("one");
    QTest::newRow("no port") << QByteArray("MASTER_PORT") << QByteArray("");
    QTest::newRow("port out of range") << QByteArray("MASTER_PORT") << QByteArray("70000");
    QTest::newRow("no host") << QByteArray("MASTER_ADDR") << QByteArray("");
    QTest::newRow("nobody") << QByteArray("WORLD_SIZE") << QByteArray("0");
  }
  void whatIsMissingOrOutOfRangeIsNamed() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    for (const auto& [n, v] : {std::pair{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "10.0.0.1"}, {"MASTER_PORT", "29500"}}) qputenv(n, v);
    qputenv(name, value);
    const Error fault = errorOf([] { rankPlaceFromEnvironment(); });
    QCOMPARE(fault.code(), Code::BadInput);
    QCOMPARE(fault.where(), name.toStdString());
  }

  void oneRankForEachVisibleGpu() {
    qputenv("CUDA_VISIBLE_DEVICES", "0,2,3");
    QCOMPARE(ranksOfThisHost(0), 3);
    QCOMPARE(ranksOfThisHost(2), 2);
    qputenv("CUDA_VISIBLE_DEVICES", "");
    QCOMPARE(ranksOfThisHost(0), 1);
    qunsetenv("CUDA_VISIBLE_DEVICES");
  }
};

QTEST_GUILESS_MAIN(RankPlaceTest)
#include "tst_rank_place.moc"
