// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include "core/plan/step_plan.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

bool isNear(double a, double b) { return std::abs(a - b) < 1e-9 * std::max(1.0, std::abs(b)); }

/// Two hosts of one rank: n bytes take n seconds.
Cluster secondsAByte() { return {2, 1, {}, {0, 1}, 1, 0}; }

Workload twoBuckets(double bytes) { return {"two", 0.5, 1, 0.1, {{bytes, 0.5}, {bytes, 1}}}; }

}  // namespace

class StepPlanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatTheBackwardPassHidesIsNotExposed() {
    // .5 to .9 beside the computation, 1.0 to 1.4 after it.
    const StepPlan plan = planStep(twoBuckets(0.4), secondsAByte(), AllReduce::FlatRing);
    QVERIFY(isNear(plan.compute, 1.6) && isNear(plan.communication, 0.8) && isNear(plan.exposed, 0.4));
    QVERIFY(isNear(plan.exposedShare(), 0.2));
  }

  void aBucketWaitsForTheOneBefore() {
    // .5 to 1.2, then to 1.9.
    QVERIFY(isNear(planStep(twoBuckets(0.7), secondsAByte(), AllReduce::FlatRing).exposed, 0.9));
  }

  void knownModelsHaveTheirSizes() {
    QVERIFY(isNear(knownWorkload("bert-large", 1, 1).bytes(), 335141888));
    QVERIFY(isNear(knownWorkload("resnet50", 1, 4).bytes(), 4 * 25557032.0));
    const Workload bert = knownWorkload("bert-large", 0.2, 2);
    QVERIFY(isNear(bert.forward + bert.backward + bert.rest, 0.2) && isNear(bert.backward, 2 * bert.forward));
    QVERIFY(std::is_sorted(bert.buckets.begin(), bert.buckets.end(), [](const auto& a, const auto& b) { return a.readyAt < b.readyAt; }));
    QVERIFY(isNear(bert.buckets.back().readyAt, 1));
    for (const GradientBucket& bucket : bert.buckets) QVERIFY(bucket.bytes > 0 && bucket.bytes <= 25.0 * (1 << 20));
  }

  void wrongQuestionsAreRefused() {
    QVERIFY(failsWith(Code::BadOption, "bert-large", [] { (void)knownWorkload("gpt", 1, 2); }));
    QVERIFY(failsWith(Code::BadInput, "bytes", [] { (void)knownWorkload("resnet50", 1, 1e9); }));
    QVERIFY(failsWith(Code::BadInput, "time", [] { (void)knownWorkload("resnet50", 0, 2); }));
  }
};

QTEST_APPLESS_MAIN(StepPlanTest)
#include "tst_step_plan.moc"
