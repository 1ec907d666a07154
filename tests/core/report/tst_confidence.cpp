// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <QtTest>

#include "core/report/confidence.h"

using namespace assay;

namespace {

bool isNear(double a, double b, double tolerance = 1e-4) { return std::abs(a - b) < tolerance; }

}  // namespace

class ConfidenceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void exactIntervals() {
    // 0 of n: the upper end is 1 - .025^(1/n); all of n: the lower one .025^(1/n).
    QVERIFY(isNear(clopperPearson(0, 20).low, 0) && isNear(clopperPearson(0, 20).high, 1 - std::pow(0.025, 1.0 / 20)));
    QVERIFY(isNear(clopperPearson(20, 20).low, std::pow(0.025, 1.0 / 20)) && isNear(clopperPearson(20, 20).high, 1));
    const Interval eight = clopperPearson(8, 10);   // as in tables: .4439 to .9748
    QVERIFY(isNear(eight.low, 0.4439) && isNear(eight.high, 0.9748));
    const Interval nothing = clopperPearson(0, 0);
    QVERIFY(nothing.low == 0 && nothing.high == 1);
  }

  void exactRates() {
    // As in tables of Poisson limits: none gives 0 to 3.689, four give 1.090 to 10.242; by 10 images a tenth of it.
    QVERIFY(isNear(poissonRate(0, 1).low, 0) && isNear(poissonRate(0, 1).high, 3.6889));
    QVERIFY(isNear(poissonRate(4, 10).low, 0.10899) && isNear(poissonRate(4, 10).high, 1.02416));
    QVERIFY(poissonRate(0, 0).high > 1e200);
  }

  void anExactIntervalCoversWhatItPromises() {
    // Of all outcomes of 25 trials at rate .3, those whose interval leaves the rate out have at most 5 % between them.
    double outside = 0;
    for (int k = 0; k <= 25; ++k) {
      const Interval i = clopperPearson(k, 25);
      const double chance = std::exp(std::lgamma(26) - std::lgamma(k + 1) - std::lgamma(26 - k) + k * std::log(0.3) + (25 - k) * std::log(0.7));
      if (i.low > 0.3 || i.high < 0.3) outside += chance;
    }
    QVERIFY(outside > 0.01 && outside <= 0.05);
  }

  void whatCanBeClaimed() {
    QCOMPARE(trialsToClaim(0.992), int64_t(373));   // .992^373 = .0500
    QCOMPARE(trialsToClaim(0.95), int64_t(59));
    QCOMPARE(trialsToClaim(0.95, 1), int64_t(93));   // as in tables of acceptance sampling: 59, 93, 124
    QCOMPARE(trialsToClaim(0.95, 2), int64_t(124));
    QCOMPARE(claimSentence(373, 373, 0.992), std::string("This shows a recall of 99.2 % with 95 % certainty."));
    QCOMPARE(claimSentence(50, 50, 0.992), std::string("This does not show a recall of 99.2 % with 95 % certainty: 50 defects are too few. 323 more, all of them found, would do."));
    QVERIFY(claimSentence(48, 50, 0.992).ends_with("too many are missed."));
    QVERIFY(claimSentence(0, 0, 0.992).find("373 more") != std::string::npos);
    QVERIFY(upperBound(0, 373) <= 0.008 && upperBound(0, 372) > 0.008);
    QVERIFY(upperBound(3, 3) == 1 && upperBound(0, 0) == 1);
  }

  void theNextValueOfAFew() {
    const Predictive p = Predictive::of(std::array{1.0, 2.0, 3.0, 4.0, 5.0});
    QVERIFY(isNear(p.mean, 3) && isNear(p.deviation, 1.58114));
    // t(.95, 4 degrees of freedom) = 2.131847; 3 + 2.131847 * 1.58114 * sqrt(1.2)
    QVERIFY(isNear(p.quantile(0.95), 6.69247, 1e-3));
    QVERIFY(isNear(p.below(6.69247), 0.95, 1e-4) && isNear(p.below(3), 0.5));
    const Predictive same = Predictive::of(std::array{2.0, 2.0, 2.0});
    QVERIFY(same.below(2.1) > 0.99 && same.below(1.9) < 0.01);
  }
};

QTEST_APPLESS_MAIN(ConfidenceTest)
#include "tst_confidence.moc"
