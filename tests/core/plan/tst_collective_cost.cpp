// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include "core/base/random_seed.h"
#include "core/plan/collective_cost.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

bool isNear(double a, double b, double relative = 1e-12) { return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)); }

Cluster twoByTwo() { return {2, 2, {1e-5, 1e-10}, {1e-4, 4e-8}, 1, 1e-10}; }

}  // namespace

class CollectiveCostTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aRingOfFourByHand() {
    // 6 steps of a quarter of a million bytes; three quarters are added up.
    const Cluster host{1, 4, {1e-5, 1e-9}, {}, 1, 2e-10};
    const CollectiveCost cost = costOf(AllReduce::FlatRing, host, 1e6);
    QVERIFY(isNear(cost.latency, 6e-5));
    QVERIFY(isNear(cost.transfer, 1.5e6 * 1e-9 + 0.75e6 * 2e-10));
  }

  void twoHostsOfTwoByHand() {
    // Flat: 6 steps over the network, 1.5 million bytes. By hosts: 2 steps, and the two shares of half a million use one card after each other.
    const CollectiveWork flat = workOf(AllReduce::FlatRing, twoByTwo(), 1e6), byHosts = workOf(AllReduce::HierarchicalRing, twoByTwo(), 1e6);
    QVERIFY(isNear(flat.betweenStarts, 6) && isNear(flat.betweenBytes, 1.5e6) && flat.insideStarts == 0);
    QVERIFY(isNear(byHosts.betweenStarts, 2) && isNear(byHosts.betweenBytes, 1e6));
    QVERIFY(isNear(byHosts.insideStarts, 2) && isNear(byHosts.insideBytes, 1e6) && isNear(byHosts.reducedBytes, 0.75e6));
    Cluster twoCards = twoByTwo();
    twoCards.cards = 2;
    QVERIFY(isNear(workOf(AllReduce::HierarchicalRing, twoCards, 1e6).betweenBytes, 0.5e6));
  }

  void aTreeStartsFewMessages() {
    const Cluster large{256, 8, {2e-6, 4e-12}, {5e-6, 4e-11}, 8, 0};
    QVERIFY(isNear(workOf(AllReduce::HierarchicalTree, large, 1e6).betweenStarts, 16));
    QVERIFY(isNear(workOf(AllReduce::HierarchicalRing, large, 1e6).betweenStarts, 510));
    const auto seconds = [](AllReduce kind, const Cluster& cluster, double bytes) { return costOf(kind, cluster, bytes).seconds(); };
    QVERIFY(seconds(AllReduce::HierarchicalTree, large, 1e3) < seconds(AllReduce::HierarchicalRing, large, 1e3));           // starting is all
    QVERIFY(seconds(AllReduce::HierarchicalRing, twoByTwo(), 1e9) < seconds(AllReduce::HierarchicalTree, twoByTwo(), 1e9));   // bytes are all
  }

  void oneRankHasNothingToDo() { QCOMPARE(costOf(AllReduce::FlatRing, Cluster{1, 1, {1, 1}, {1, 1}, 1, 1}, 1e9).seconds(), 0.0); }

  void linksAreFoundAgainFromTimes() {
    std::vector<CollectiveSample> samples, others;
    Random random(3);
    bool isSeen = true;
    for (const AllReduce kind : {AllReduce::FlatRing, AllReduce::HierarchicalRing})
      for (const int hosts : {1, 2})
        for (double bytes = 1e3; bytes < 1e8; bytes *= 3) {
          CollectiveSample sample{kind, hosts, 2, 1, bytes, 0};
          Cluster cluster = twoByTwo();
          cluster.hosts = hosts;
          sample.seconds = costOf(kind, cluster, bytes).seconds() * random.uniform(0.98, 1.02);
          (isSeen ? samples : others).push_back(sample);
          isSeen = !isSeen;
        }
    const FittedLinks found = fitLinks(samples);
    QVERIFY(found.seesInside && found.seesBetween);
    QVERIFY(isNear(found.between.latency, 1e-4, 0.05) && isNear(found.between.secondsPerByte, 4e-8, 0.05));
    const FitQuality quality = qualityOf(found, others);
    QVERIFY2(quality.medianError < 0.02 && quality.p95Error < 0.05, qPrintable(QString("%1 %2").arg(quality.medianError).arg(quality.p95Error)));
  }

  void whatNobodyMeasuredIsSaid() {
    const std::vector<CollectiveSample> oneHost(3, {AllReduce::FlatRing, 1, 4, 1, 1e6, 1e-3});
    QVERIFY(fitLinks(oneHost).seesInside && !fitLinks(oneHost).seesBetween);
    const std::vector<CollectiveSample> oneRankAHost(3, {AllReduce::HierarchicalRing, 4, 1, 1, 1e6, 1e-3});
    QVERIFY(!fitLinks(oneRankAHost).seesInside && fitLinks(oneRankAHost).seesBetween);
  }

  void wrongSamplesAreRefused() {
    const std::vector<CollectiveSample> few(2, {AllReduce::FlatRing, 1, 2, 1, 1e6, 1});
    QVERIFY(failsWith(Code::BadInput, "three", [&] { (void)fitLinks(few); }));
    std::vector<CollectiveSample> timeless(3, {AllReduce::FlatRing, 1, 2, 1, 1e6, 0});
    QVERIFY(failsWith(Code::BadInput, "positive", [&] { (void)fitLinks(timeless); }));
    QVERIFY(failsWith(Code::BadInput, "positive", [&] { (void)qualityOf({}, timeless); }));
    QVERIFY(failsWith(Code::BadOption, "hierarchical_ring", [] { (void)allReduceFrom("star"); }));
    QVERIFY(allReduceFrom(allReduceName(AllReduce::HierarchicalTree)) == AllReduce::HierarchicalTree);
  }

  void errorsAreRankedByHand() {
    // One rank a host, two hosts, half a second a byte: 2 steps, so n bytes take n / 2 seconds.
    const FittedLinks links{{}, {0, 0.5}, 0, false, true};
    std::vector<CollectiveSample> samples;
    for (const double seconds : {1.0, 0.5, 0.8}) samples.push_back({AllReduce::FlatRing, 2, 1, 1, 2, seconds});   // predicted: 1
    const FitQuality quality = qualityOf(links, samples);
    QVERIFY(isNear(quality.medianError, 0.25, 1e-9) && isNear(quality.p95Error, 1.0, 1e-9));
  }
};

QTEST_APPLESS_MAIN(CollectiveCostTest)
#include "tst_collective_cost.moc"
