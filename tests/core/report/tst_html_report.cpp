// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/imaging/decode.h"
#include "core/report/detection_result.h"
#include "core/report/html_report.h"
#include "core/report/recall_claim.h"

using namespace assay;

namespace {

ReportInput inputWith(const std::string& folder, const std::string& imageName) {
  const DetectionResult result{{"<b>"}, {{imageName, "", "", {{"<b>", {1, 1, 9, 9}}}, {{"<b>", {1, 1, 9, 9}, .9}}}}, .5};
  ReportInput input;
  input.title = "boards & \"co\" <script>";
  input.metrics = {{"map33", .5}};
  input.artifacts = {{"boxes", toJson(result)}};
  input.dataRoot = folder;
  return input;
}

bool has(const std::string& page, const char* text) { return page.find(text) != std::string::npos; }

Event stepEvent(int64_t step, double loss) { return {step, 0, "step", {{"step", step}, {"values", {{"loss", loss}}}}}; }

}  // namespace

class HtmlReportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void textFromOutsideIsEscaped() {
    const std::string page = htmlReport(inputWith("/nonexistent", "<img src=x>.png"), {});
    QVERIFY(has(page, "boards &amp; &quot;co&quot; &lt;script&gt;"));
    QVERIFY(!has(page, "<script"));
    QVERIFY(!has(page, "<img src"));
    QVERIFY(!has(page, "<b>"));
  }

  void picturesAreInsideThePage() {
    QTemporaryDir folder;
    const std::string root = folder.path().toStdString();
    writePng(Image(10, 10, 1), root + "/a.png");
    const std::string page = htmlReport(inputWith(root, "a.png"), {});
    QVERIFY(has(page, "href=\"data:image/png;base64,iVBOR"));
    QVERIFY(has(page, "class=\"found\""));
    QVERIFY(!has(page, "http:"));
    QVERIFY(has(page, "Finds 100.0 %"));
  }

  void imagesThatAreJudgedAsWholesComeFirst() {
    DetectionResult result{{"crack"}, {{"a.png", "", "", {}, {}, 0.2}, {"b.png", "", "", {{"crack", {1, 1, 9, 9}}}, {}, 0.9}}, .5};
    result.knowsDefects = false;
    ReportInput input = inputWith("/nonexistent", "a.png");
    input.artifacts = {{"boxes", toJson(result)}};
    const std::string page = htmlReport(input, {});
    QVERIFY(has(page, "Flags 100.0 % of the images with a defect"));
    QVERIFY(has(page, "1 images with a defect are too few. 372 more, all of them found, would do."));
    QVERIFY(has(page, "chosen from clean images alone"));
    QVERIFY(has(page, "images of") && !has(page, "Confusion"));   // no class to be confused about
  }

  void whatChoseTheThresholdOrTaughtTheModelBearsOutNoClaim() {
    ReportInput input = inputWith("/nonexistent", "a.png");
    QVERIFY(has(htmlReport(input, {}), "1 defects are too few"));
    input.split = "valid";
    QVERIFY(has(htmlReport(input, {}), "The threshold was chosen by these images"));
    DetectionResult images{{"crack"}, {{"b.png", "", "", {{"crack", {1, 1, 9, 9}}}, {}, 0.9}}, .5};
    images.knowsDefects = false;   // its threshold came from clean images of the training part
    QVERIFY(recallClaim(images, {}, "valid").find("are too few") != std::string::npos);
    input.split = "train";
    const std::string page = htmlReport(input, {});
    QVERIFY(has(page, "The model has learned from these images") && !has(page, "are too few"));
  }

  void aMissingPictureIsNamedAndTheRestGoesOn() {
    const std::string page = htmlReport(inputWith("/nonexistent", "gone.png"), {});
    QVERIFY(has(page, "gone.png"));
    QVERIFY(has(page, "</html>"));
  }

  void aStopWhileDrawingIsObeyed() {
    Progress progress;
    progress.cancel.request();
    QVERIFY_EXCEPTION_THROWN(htmlReport(inputWith("/nonexistent", "a.png"), progress), Error);
  }

  void aResumedRunReplacesTheStepsItRepeats() {
    const Series curve = learningCurve({stepEvent(1, 5), stepEvent(2, 4), stepEvent(3, 9), stepEvent(2, 3), stepEvent(3, 2)}, "loss");
    QCOMPARE(curve.x, (std::vector<double>{1, 2, 3}));
    QCOMPARE(curve.y, (std::vector<double>{5, 3, 2}));
  }

  void evaluationCurvesCarryTheirSplit() {
    const std::vector<Event> events{{1, 0, "evaluation", {{"step", 4}, {"split", "valid"}, {"values", {{"map33", .25}}}}}, stepEvent(5, 1)};
    QCOMPARE(curveNames(events), (std::vector<std::string>{"loss", "valid/map33"}));
    QCOMPARE(learningCurve(events, "valid/map33").y, std::vector<double>{.25});
  }

  void smoothingIsCorrectedForItsStart() {
    // Weight .5: 4, then (.5 * 2 + .5 * 0) / .75 with the first weighing .25: (.25 * 4 + .5 * 1) / .75 = 2.
    const Series smooth = smoothed({"loss", {1, 2}, {4, 1}}, .5);
    QCOMPARE(smooth.y[0], 4.0);
    QCOMPARE(smooth.y[1], 2.0);
    QVERIFY_EXCEPTION_THROWN(smoothed(smooth, 1), Error);
  }

  void thinningKeepsTheSpike() {
    Series series{"loss", {}, {}};
    for (int i = 0; i < 10000; ++i) series.x.push_back(i), series.y.push_back(i == 7777 ? 99 : 1);
    const Series thin = thinned(series, 100);
    QVERIFY(thin.x.size() <= 100);
    QCOMPARE(*std::max_element(thin.y.begin(), thin.y.end()), 99.0);
  }
};

QTEST_GUILESS_MAIN(HtmlReportTest)
#include "tst_html_report.moc"
