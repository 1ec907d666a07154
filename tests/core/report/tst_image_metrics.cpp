// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/report/image_metrics.h"

using namespace assay;

namespace {

ImageResult clean(double score) { return {"clean.png", {}, {}, {}, {}, score}; }
ImageResult with(const std::string& className, double score) { return {"bad.png", {}, {}, {{className, {0, 0, 4, 4}}}, {}, score}; }

/// Clean .1 .4 .4 .6; cracks .5 and .9; a dent .4.
DetectionResult example() { return {{"crack", "dent"}, {clean(0.1), clean(0.4), clean(0.4), clean(0.6), with("crack", 0.5), with("crack", 0.9), with("dent", 0.4)}, 0.5}; }

}  // namespace

class ImageMetricsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theAreaCountsPairs() {
    QCOMPARE(*imageAuroc(example(), "crack"), 7.0 / 8);    // .5 beats 3 of 4, .9 all
    QCOMPARE(*imageAuroc(example(), "dent"), 2.0 / 4);     // beats .1, ties with two
    QCOMPARE(*imageAuroc(example()), 9.0 / 12);
  }

  void withoutOneKindThereIsNoArea() {
    QVERIFY(!imageAuroc({{"crack"}, {clean(0.1)}, 0.5}));
    QVERIFY(!imageAuroc({{"crack"}, {with("crack", 0.1)}, 0.5}));
    QVERIFY(!imageMetrics({{"crack"}, {clean(0.1)}, 0.5}).contains("image_auroc"));
  }

  void countsAtTheThreshold() {
    const ImageCounts all = countImages(example(), 0.5), cracks = countImages(example(), 0.5, "crack");
    QCOMPARE(all.found, int64_t(2));
    QCOMPARE(all.defective, int64_t(3));
    QCOMPARE(all.falseAlarms, int64_t(1));   // .6
    QCOMPARE(all.clean, int64_t(4));
    QCOMPARE(cracks.defective, int64_t(2));
    const auto metrics = imageMetrics(example());
    QCOMPARE(metrics.at("image_recall"), 2.0 / 3);
    QCOMPARE(metrics.at("image_false_alarms"), 0.25);
  }

  void aSentenceSaysBothWithExactIntervals() {
    // 2 of 3: .0943 to .9916; 1 of 4: .0063 to .8059.
    QCOMPARE(imageSentence(countImages(example(), 0.5)),
             std::string("Flags 66.7 % of the images with a defect (9.4 % to 99.2 %) and 25.0 % of the clean ones (0.6 % to 80.6 %)."));
    DetectionResult result = example();
    QVERIFY(!judgesImages(detectionResultFromJson(toJson(result), "test")));
    result.knowsDefects = false;
    QVERIFY(judgesImages(detectionResultFromJson(toJson(result), "test")));
    Json old = toJson(result);   // of a version that did not say it
    old.erase("knows_defects");
    QVERIFY(judgesImages(detectionResultFromJson(old, "test")));
    QVERIFY(!judgesImages({{"crack"}, {ImageResult{}}, 0.5}));
  }

  void anImageWithoutAScoreHasThatOfItsBestBox() {
    ImageResult image{"a.png", {}, {}, {}, {{"crack", {0, 0, 1, 1}, 0.3}, {"dent", {0, 0, 1, 1}, 0.7}}};
    QCOMPARE(imageScore(image), 0.7);
    image.score = 0.2;
    QCOMPARE(imageScore(image), 0.2);
    QCOMPARE(imageScore(ImageResult{}), 0.0);
  }

  void theTableHasARowForEachClassThatOccurs() {
    const Json table = imageTable(example());
    QCOMPARE(table["rows"].size(), std::size_t(4));
    QCOMPARE(table["rows"][0][0].get<std::string>(), std::string("all defects"));
    QCOMPARE(table["rows"][1][2].get<double>(), 7.0 / 8);
    QVERIFY(table["rows"][3][2].is_null());   // clean ones have no area
  }

  void theScoreSurvivesTheFile() {
    const DetectionResult back = detectionResultFromJson(toJson(example()), "test");
    QCOMPARE(*back.images[3].score, 0.6);
    QVERIFY(!detectionResultFromJson(toJson(DetectionResult{{}, {ImageResult{}}, 0.5}), "test").images[0].score);
  }
};

QTEST_APPLESS_MAIN(ImageMetricsTest)
#include "tst_image_metrics.moc"
