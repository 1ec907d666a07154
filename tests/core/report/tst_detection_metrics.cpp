// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/report/detection_metrics.h"
#include "core/report/group_metrics.h"
#include "core/report/threshold_sweep.h"

using namespace assay;

namespace {

ImageResult image(std::vector<TruthBox> truths, std::vector<Detection> detections, std::string group = {}) {
  return {"a.png", "", std::move(group), std::move(truths), std::move(detections)};
}

const Box here{0, 0, 10, 10}, there{50, 50, 60, 60}, nowhere{80, 80, 90, 90};

/// Two truths of one class; a hit (.9), a false box (.8), a hit (.7).
DetectionResult threeRanks() {
  return {{"short"}, {image({{"short", here}, {"short", there}}, {{"short", here, .9}, {"short", nowhere, .8}, {"short", there, .7}})}, .5};
}

DetectionResult randomResult(uint64_t seed) {
  Random random(seed);
  DetectionResult result{{"a", "b"}, {}, .5};
  for (int i = 0; i < 12; ++i) {
    ImageResult one;
    const auto box = [&] {
      const double x = random.uniform(0, 60), y = random.uniform(0, 60);
      return Box{x, y, x + random.uniform(5, 30), y + random.uniform(5, 30)};
    };
    for (int64_t t = random.below(5); t > 0; --t) one.truths.push_back({random.chance(.5) ? "a" : "b", box()});
    for (int64_t d = random.below(9); d > 0; --d) {
      Box where = box();
      if (!one.truths.empty() && random.chance(.6)) {
        where = one.truths[std::size_t(random.below(int64_t(one.truths.size())))].box;
        where.x1 += random.uniform(-4, 4);
      }
      // Distinct scores: the order of equal ones is a convention, not a fact to compare.
      one.detections.push_back({random.chance(.5) ? "a" : "b", where, random.uniform()});
    }
    result.images.push_back(std::move(one));
  }
  return result;
}

double overlap(const Box& a, const Box& b) {
  const double w = std::max(0.0, std::min(a.x2, b.x2) - std::max(a.x1, b.x1));
  const double h = std::max(0.0, std::min(a.y2, b.y2) - std::max(a.y1, b.y1));
  const double both = w * h;
  return both / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - both);
}

/// Average precision the slow way: for every threshold, match from nothing and count; then for every step of recall the
/// best precision at that recall or beyond it.
double bruteForceAp(const DetectionResult& result, const std::string& name, double iou) {
  std::vector<double> scores;
  double truths = 0;
  for (const ImageResult& i : result.images) {
    for (const Detection& d : i.detections) if (d.className == name) scores.push_back(d.score);
    for (const TruthBox& t : i.truths) truths += t.className == name;
  }
  std::vector<std::pair<double, double>> points;   // recall, precision
  for (const double threshold : scores) {
    double found = 0, taken = 0;
    for (const ImageResult& i : result.images) {
      std::vector<bool> used(i.truths.size());
      std::vector<Detection> ranked;
      for (const Detection& d : i.detections) if (d.className == name && d.score >= threshold) ranked.push_back(d);
      std::sort(ranked.begin(), ranked.end(), [](const auto& x, const auto& y) { return x.score > y.score; });
      for (const Detection& d : ranked) {
        int best = -1;
        for (std::size_t t = 0; t < i.truths.size(); ++t)
          if (!used[t] && i.truths[t].className == name && overlap(i.truths[t].box, d.box) > iou &&
              (best < 0 || overlap(i.truths[t].box, d.box) > overlap(i.truths[std::size_t(best)].box, d.box)))
            best = int(t);
        ++taken;
        if (best >= 0) used[std::size_t(best)] = true, ++found;
      }
    }
    points.emplace_back(found / truths, found / taken);
  }
  double area = 0;
  for (int k = 1; k <= int(truths); ++k) {
    double best = 0;
    for (const auto& [recall, precision] : points) if (recall * truths >= k - 1e-9) best = std::max(best, precision);
    area += best / truths;
  }
  return area;
}

}  // namespace

class DetectionMetricsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void averagePrecisionOfThreeRanksIsFiveSixths() {
    // Recall .5 at precision 1, recall 1 at precision 2/3: .5 * 1 + .5 * 2/3.
    QCOMPARE(meanAveragePrecision(threeRanks(), .33), .5 + .5 * 2 / 3);
  }

  void averagePrecisionAgreesWithBruteForce() {
    for (uint64_t seed = 0; seed < 40; ++seed) {
      const DetectionResult result = randomResult(seed);
      for (const double iou : {.33, .5, .75})
        for (const auto& [name, value] : averagePrecisionByClass(result, iou))
          QVERIFY2(std::abs(value - bruteForceAp(result, name, iou)) < 1e-9, qPrintable(QString("seed %1, iou %2").arg(seed).arg(iou)));
    }
  }

  void deepPcbRuleWantsTheSameClass() {
    const DetectionResult wrongClass{{"open", "short"}, {image({{"short", here}}, {{"open", here, .9}})}, .5};
    QCOMPARE(meanAveragePrecision(wrongClass, .33), 0.0);
    QCOMPARE(recallAtFalsePositives(wrongClass, .33, 1), 1.0);   // recall_at_1fp is class-agnostic
  }

  void deepPcbRuleIsStrict() {
    // Overlap 1/2 of equal boxes shifted by a third: IoU = (2/3) / (4/3) = .5 exactly; .5 is not above .5.
    const DetectionResult half{{"a"}, {image({{"a", {0, 0, 30, 10}}}, {{"a", {10, 0, 40, 10}, .9}})}, .5};
    QCOMPARE(meanAveragePrecision(half, .5), 0.0);
    QCOMPARE(meanAveragePrecision(half, .49), 1.0);
  }

  void aTruthIsTakenOnce() {
    const DetectionResult twice{{"a"}, {image({{"a", here}}, {{"a", here, .9}, {"a", here, .8}})}, .5};
    const ThresholdSweep sweep(twice, .33, ClassRule::SameClass);
    QCOMPARE(sweep.at(.5).found, 1);
    QCOMPARE(sweep.at(.5).falseBoxes, 1);
  }

  void nothingToFindGivesZeroAndNoNan() {
    const DetectionResult empty{{"a"}, {image({}, {})}, .5};
    for (const auto& [name, value] : detectionMetrics(empty)) QVERIFY2(value == 0.0, name.c_str());
  }

  void recallAtOneFalseBoxStopsAtTheSecond() {
    // One image: hit .9, false .8, hit .7, false .6, hit .5. One false box is allowed: two of three found.
    const Box third{20, 20, 30, 30};
    const DetectionResult result{{"a"}, {image({{"a", here}, {"a", there}, {"a", third}},
                                               {{"a", here, .9}, {"a", nowhere, .8}, {"a", there, .7}, {"a", {90, 0, 99, 9}, .6}, {"a", third, .5}})}, .5};
    QCOMPARE(recallAtFalsePositives(result, .33, 1), 2.0 / 3);
    QCOMPARE(recallAtFalsePositives(result, .33, 0), 1.0 / 3);
  }

  void bestF1IsAtTheLastHit() {
    // All three: precision 2/3, recall 1 -> F1 .8; the first alone: 1 and .5 -> 2/3.
    const CurvePoint best = bestF1(threeRanks(), .33);
    QCOMPARE(best.threshold, .7);
    QCOMPARE(detectionMetrics(threeRanks()).at("f1"), .8);
  }

  void theStoredThresholdIsJudgedAsItIs() {
    // At .85 only the first hit counts: precision 1, recall 1/2, F1 2/3, although .7 would have been better.
    DetectionResult result = threeRanks();
    result.threshold = .85;
    const auto metrics = detectionMetrics(result);
    QCOMPARE(metrics.at("precision_at_threshold"), 1.0);
    QCOMPARE(metrics.at("recall_at_threshold"), .5);
    QCOMPARE(metrics.at("f1_at_threshold"), 2.0 / 3);
    QCOMPARE(metrics.at("f1"), .8);
  }

  void sweepCountsAtEveryThreshold() {
    const ThresholdSweep sweep(threeRanks(), .33, ClassRule::SameClass);
    QCOMPARE(sweep.at(.95).found, 0);
    QCOMPARE(sweep.at(.95).precision, 1.0);
    QCOMPARE(sweep.at(.9).found, 1);
    QCOMPARE(sweep.at(.75).falseBoxes, 1);
    QCOMPARE(sweep.at(0).found, 2);
    QCOMPARE(sweep.at(0).missed, 0);
  }

  void sweepAgreesWithMatchingAfresh() {
    const DetectionResult result = randomResult(7);
    const ThresholdSweep sweep(result, .33, ClassRule::AnyClass);
    for (const double threshold : {.05, .2, .5, .8}) {
      int64_t found = 0, falseBoxes = 0;
      for (const ImageResult& one : result.images) {
        const ImageMatch match = matchImage(one, .33, threshold, ClassRule::AnyClass);
        found += int64_t(match.matched.size());
        falseBoxes += int64_t(match.falseBoxes.size());
      }
      QCOMPARE(sweep.at(threshold).found, found);
      QCOMPARE(sweep.at(threshold).falseBoxes, falseBoxes);
    }
  }

  void confusionCountsTruthsInRows() {
    const DetectionResult result{{"a", "b"}, {image({{"a", here}, {"b", there}}, {{"b", here, .9}, {"a", nowhere, .8}})}, .5};
    const ConfusionMatrix matrix = confusionMatrix(result, .33, .5);
    QCOMPARE(matrix.counts[0][1], 1);   // an "a" called "b"
    QCOMPARE(matrix.counts[1][2], 1);   // a "b" missed
    QCOMPARE(matrix.counts[2][0], 1);   // a false "a"
    QCOMPARE(matrix.images[0][1], std::vector<int>{0});
  }

  void groupsNeverTrainedOnAreCountedApart() {
    DetectionResult result = threeRanks();
    result.images.front().group = "seen";
    result.images.push_back(image({{"short", here}}, {}, "new"));
    const auto rows = groupRows(result, {"seen"});
    QCOMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows[0].truths, 2);
    QCOMPARE(rows[1].name, std::string("unknown"));
    QCOMPARE(rows[1].metrics.at("map33"), 0.0);
    QVERIFY(groupRows(threeRanks(), {"seen"}).empty());
  }

  void resultIsTheSameAfterJson() {
    const DetectionResult result = randomResult(3);
    const DetectionResult back = detectionResultFromJson(parseJson(toLine(toJson(result)), "test"), "test");
    QCOMPARE(detectionMetrics(back), detectionMetrics(result));
    Json shortBox = toJson(result);
    shortBox["images"][0]["truths"] = Json::array({Json::array({"a", 1, 2, 3})});
    QVERIFY_EXCEPTION_THROWN(detectionResultFromJson(shortBox, "test"), Error);
  }
};

QTEST_GUILESS_MAIN(DetectionMetricsTest)
#include "tst_detection_metrics.moc"
