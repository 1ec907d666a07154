// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <QtTest>

#include "core/suggest/label_curve.h"

using namespace assay;

namespace {

/// Misses as the law says, of so many defects that rounding does not matter.
LabelPoint onTheLaw(int64_t labelled, double miss) {
  const int64_t total = 1000000;
  return {labelled, total - int64_t(std::llround(miss * double(total))), total, "1"};
}

}  // namespace

class LabelCurveTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPowerLawIsFoundAgain() {
    // miss = .5 / sqrt(n): .158 at 10, .079 at 40, .05 at 100.
    const std::vector<LabelPoint> points{onTheLaw(10, 0.158114), onTheLaw(40, 0.0790569), onTheLaw(100, 0.05)};
    const auto law = fitMisses(points);
    QVERIFY(law.has_value());
    QVERIFY(std::abs(law->exponent - 0.5) < 0.011 && std::abs(law->amplitude - 0.5) < 0.02);
    const auto needed = labelsFor(*law, 0.99);   // .5 / sqrt(2500) = .01
    QVERIFY(needed && std::abs(double(*needed) - 2500) < 150);
    QVERIFY(labelAdvice(points, 0.99).find("more labelled images would reach a recall of 99") != std::string::npos);
    QVERIFY(labelAdvice(points, 0.9).find("labels that are there reach") != std::string::npos);
  }

  void oneSizeSaysNothing() {
    const std::vector<LabelPoint> points{onTheLaw(10, 0.1), onTheLaw(10, 0.12)};
    QVERIFY(!fitMisses(points));
    QVERIFY(labelAdvice(points, 0.99).find("two different numbers") != std::string::npos);
    QVERIFY(!fitMisses({}));
  }

  void labelsThatDoNotHelpLeadNowhere() {
    const std::vector<LabelPoint> points{onTheLaw(10, 0.1), onTheLaw(20, 0.1), onTheLaw(40, 0.1)};
    QCOMPARE(fitMisses(points)->exponent, 0.0);
    QVERIFY(labelAdvice(points, 0.99).find("do not lead to") != std::string::npos);
  }

  void aModelWithoutAMissDoesNotEndTheCurve() {
    const std::vector<LabelPoint> points{{10, 40, 50, "1"}, {50, 50, 50, "2"}};
    const auto law = fitMisses(points);
    QVERIFY(law && law->exponent > 0.5 && law->missAt(50) > 0.001);
  }
};

QTEST_GUILESS_MAIN(LabelCurveTest)
#include "tst_label_curve.moc"
