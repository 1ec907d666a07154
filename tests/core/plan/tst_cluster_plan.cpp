// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>

#include "core/job/event_log.h"
#include "core/job/run_directory.h"
#include "core/plan/cluster_plan.h"
#include "core/plan/run_workload.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

bool isNear(double a, double b) { return std::abs(a - b) < 1e-9 * std::max(1.0, std::abs(b)); }

Cluster cluster(int hosts) { return {hosts, 8, {2e-6, 1 / 250e9}, {5e-6, 1 / 25e9}, 8, 0}; }

WorkloadInBuckets bert() {
  return [](double bucketBytes) { return knownWorkload("bert-large", 0.2, 2, bucketBytes); };
}

}  // namespace

class ClusterPlanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theBestIsNoWorseThanAnyAlgorithm() {
    for (const int hosts : {1, 2, 16, 256}) {
      const PlannedStep best = bestStep(bert(), cluster(hosts));
      QCOMPARE(best.ranks, 8 * hosts);
      double shortest = 1e9;
      for (const AllReduce kind : {AllReduce::FlatRing, AllReduce::HierarchicalRing, AllReduce::HierarchicalTree}) {
        const PlannedStep own = bestStep(bert(), cluster(hosts), kind);
        QVERIFY(own.kind == kind);
        shortest = std::min(shortest, own.plan.seconds());
      }
      QVERIFY(best.plan.seconds() <= 1.005 * shortest);
    }
  }

  void bucketsThatMakeNoDifferenceAreLarge() {
    // A single host with a fast link: everything is hidden but the last bucket, whatever its size.
    Cluster alone = cluster(1);
    alone.inside = {2e-6, 1e-15};
    QCOMPARE(bestStep(bert(), alone).bucketMegabytes, 100.0);
  }

  void countsOfHosts() {
    QVERIFY(hostCounts(1) == std::vector<int>{1});
    QVERIFY(hostCounts(8) == (std::vector<int>{1, 2, 4, 8}));
    QVERIFY(hostCounts(96) == (std::vector<int>{1, 2, 4, 8, 16, 32, 64, 96}));
  }

  void aRunTellsWhatItsStepsTake() {
    QTemporaryDir folder;
    const RunDirectory run(folder.filePath("7").toStdString());
    std::filesystem::create_directories(folder.filePath("7").toStdString());
    QVERIFY(!isRunFolder(folder.filePath("7").toStdString()));
    EventWriter events(run.eventsFile());
    events.write("plan", {{"parameters", 1000}});
    events.write("timing", {{"step", 5}, {"values", {{"forward", 9}, {"backward", 9}, {"optimiser", 9}}}});   // warms up
    QVERIFY(isRunFolder(folder.filePath("7").toStdString()));
    QVERIFY(failsWith(Code::BadInput, "not trained long enough", [&] { costOfRun(folder.filePath("7").toStdString()); }));
    events.write("timing", {{"step", 15}, {"values", {{"forward", 1}, {"backward", 2}, {"optimiser", 0.5}}}});
    events.write("plan", {{"parameters", 1000}, {"step", 15}});   // started again: warms up, too
    events.write("timing", {{"step", 20}, {"values", {{"forward", 50}, {"backward", 50}, {"optimiser", 50}}}});
    events.write("timing", {{"step", 30}, {"values", {{"forward", 1}, {"backward", 2}, {"optimiser", 0.5}, {"evaluate", 100}}}});
    const RunCost cost = costOfRun(folder.filePath("7").toStdString());
    QVERIFY(isNear(cost.forward, 0.1) && isNear(cost.backward, 0.2) && isNear(cost.rest, 0.05));
    QCOMPARE(cost.name, std::string("run 7"));
    const Workload workload = runWorkload(cost, 4, 1500);
    QCOMPARE(workload.buckets.size(), std::size_t(3));
    QVERIFY(isNear(workload.bytes(), 4000) && isNear(workload.buckets[2].bytes, 1000));
    QVERIFY(isNear(workload.buckets[0].readyAt, 1.0 / 3) && isNear(workload.buckets[2].readyAt, 1));
    QVERIFY(failsWith(Code::BadInput, ".125 to 16", [&] { runWorkload(cost, 0, 1500); }));
  }
};

QTEST_APPLESS_MAIN(ClusterPlanTest)
#include "tst_cluster_plan.moc"
