// SPDX-License-Identifier: Apache-2.0
// Two witnesses of one image, by hand.
#include <QtTest>

#include <cmath>

#include "core/base/error.h"
#include "plugins/detector/image_judge.h"

using namespace assay;
using namespace assay::detector;

namespace {

/// Surest scores whose logarithms (+ .01) are -4, -3 and -2: mean -3, deviation 1; strangeness 0 throughout.
std::vector<Testimony> heldOut() {
  std::vector<Testimony> all;
  for (const double log : {-4.0, -3.0, -2.0, -4.0, -3.0, -2.0}) all.push_back({0, std::exp(log) - 0.01});
  return all;
}

}  // namespace

class ImageJudgeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bothWitnessesCountInDeviationsOfCleanImages() {
    ImageJudge judge({}, {}, "anomaly");
    judge.calibrate(heldOut());
    const double deviation = std::sqrt(4.0 / 5);   // of the six logarithms, n - 1
    QVERIFY(std::abs(judge.suspicion({2, std::exp(-3.0) - 0.01}) - 2) < 1e-9);
    QVERIFY(std::abs(judge.suspicion({2, std::exp(-1.0) - 0.01}) - (2 + 0.5 * 2 / deviation)) < 1e-9);
    QCOMPARE(judge.probability({0, std::exp(-3.0) - 0.01}), 0.5);   // as suspicious as the middle of the clean ones
    QVERIFY(judge.probability({3, 0.5}) > 0.99);
    QVERIFY(judge.probability({-1, 0}) < 0.1);
  }

  /// Six images that all look the same say nothing about how far new ones stand apart: at least the root of 1 + 1/4.
  void fewAlikeImagesDoNotMakeTheThresholdTight() {
    ImageJudge judge({}, {}, "anomaly");
    std::vector<Testimony> alike(6, Testimony{-0.7, 0.1});
    for (std::size_t i = 0; i < alike.size(); ++i) alike[i].surest += 1e-4 * double(i);
    judge.calibrate(alike);
    const double probability = judge.probability({-0.7 + std::sqrt(1.25), 0.10025});   // one such deviation above the middle
    const Predictive usual{0, 1, 6};
    QVERIFY2(std::abs(probability - usual.below(1)) < 0.01, qPrintable(QString::number(probability)));
  }

  /// Clean images without a single box: that a new one has a box of .02 is nothing to flag it for.
  void aFaintBoxIsNoAlarmWhereCleanImagesHaveNone() {
    ImageJudge judge({}, {}, "anomaly");
    judge.calibrate(std::vector<Testimony>(6, Testimony{0, 0}));
    QVERIFY(judge.probability({0, 0.02}) < 0.9);
    QVERIFY(judge.probability({0, 0.9}) > 0.95);
    QVERIFY(judge.probability({6, 0}) > 0.95);   // the memory has its say
  }

  void oneThresholdServesBoxesAndImages() {
    QVERIFY(std::abs(onScaleOf(0.3, 0.95, 0.05) - 0.3) < 1e-12);
    QVERIFY(onScaleOf(0.3, 0.94, 0.05) < 0.3 && onScaleOf(0.3, 0.96, 0.05) > 0.3);
    QCOMPARE(onScaleOf(0.3, 0, 0.05), 0.0);
    QCOMPARE(onScaleOf(0.3, 1, 0.05), 1.0);
    QVERIFY(onScaleOf(1, 0.94, 0.05) < 1);
    QCOMPARE(onScaleOf(1, 0.95, 0.05), 1.0);   // no box may be shown, but images are flagged
  }

  void strangePlacesWithoutABoxAreProposed() {
    DetectorOptions options;
    options.falseAlarms = 0.1;
    const ImageJudge judge({}, options, "anomaly");
    NormalVerdict verdict;
    verdict.boxes = {{"anomaly", {0, 0, 10, 10}, 0.99}, {"anomaly", {20, 0, 30, 10}, 0.95}, {"anomaly", {40, 0, 50, 10}, 0.92}, {"anomaly", {60, 0, 70, 10}, 0.89}};
    const std::vector<Detection> boxes{{"dent", {25, 5, 28, 8}, 0.6}, {"dent", {41, 1, 45, 5}, 0.2}};   // the second one is not shown
    const std::vector<Detection> proposed = judge.proposals(verdict, boxes, 0.5);
    QCOMPARE(proposed.size(), std::size_t{2});
    QCOMPARE(proposed[0].box.x1, 0.0);
    QCOMPARE(proposed[1].box.x1, 40.0);   // the last is no stranger than one clean image in nine
  }

  void tooFewCleanImagesSayNothing() {
    ImageJudge judge({}, {}, "anomaly");
    QVERIFY_EXCEPTION_THROWN(judge.calibrate(std::vector<Testimony>(4)), Error);
    QVERIFY(!judge.isCalibrated());
  }
};

QTEST_GUILESS_MAIN(ImageJudgeTest)
#include "tst_image_judge.moc"
