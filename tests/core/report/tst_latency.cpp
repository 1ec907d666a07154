// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <numeric>

#include "core/base/error.h"
#include "core/report/latency.h"

using namespace assay;

class LatencyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theFirstFewAreCold() {
    std::vector<double> times(103, 0.0);
    std::iota(times.begin() + 3, times.end(), 1.0);   // 1 to 100
    times[0] = times[1] = times[2] = 1e6;
    QVERIFY(latencyOf(times) == (Latency{50, 99, 100}));
  }
  void theOrderDoesNotMatter() {
    std::vector<double> times{0, 0, 0};
    for (int i = 20; i > 0; --i) times.push_back(i);
    QVERIFY(latencyOf(times) == (Latency{10, 20, 20}));
    times.pop_back();
    QVERIFY(!latencyOf(times));   // too few to speak of the slowest in a hundred
  }
  void itIsWrittenAndRead() {
    const Latency latency{44.25, 48.5, 497};
    QVERIFY(latencyFromJson(toJson(latency), "x") == latency);
    QVERIFY_EXCEPTION_THROWN(latencyFromJson({{"p50_ms", 5.0}, {"p99_ms", 4.0}, {"count", 30}}, "x"), Error);
    QVERIFY_EXCEPTION_THROWN(latencyFromJson({{"p50_ms", 5.0}}, "x"), Error);
  }
};

QTEST_GUILESS_MAIN(LatencyTest)
#include "tst_latency.moc"
