// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QtTest>

#include "core/base/atomic_file.h"
#include "core/store/run_table.h"
#include "tests/widgets/pages/page_fixture.h"
#include "widgets/bridge/project_session.h"
#include "widgets/charts/artifact_view.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/precision_recall_chart.h"
#include "widgets/pages/evaluate_page.h"
#include "widgets/pages/evaluation_data.h"
#include "widgets/pages/evaluation_detail.h"
#include "widgets/pages/evaluation_gallery.h"

using namespace assay;

namespace {

// Image 0: one open found at .9. Image 1: a short taken for an open at .6, and a false box at .7.
// Image 2: a short found at .3. So at .5: 2 found, 1 missed, 1 false; at .3: all found, 1 false.
DetectionResult handResult() {
  DetectionResult result;
  result.classes = {"open", "short"};
  result.threshold = 0.5;
  const Box a{10, 10, 30, 30}, b{50, 50, 70, 70};
  result.images = {{"a.png", "", "", {{"open", a}}, {{"open", a, .9}}},
                   {"b.png", "", "", {{"short", a}}, {{"open", a, .6}, {"short", b, .7}}},
                   {"c.png", "", "", {{"short", a}}, {{"short", a, .3}}}};
  return result;
}

}  // namespace

class EvaluatePageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    makeBoards(folder_->filePath("boards"), 2);
    session_ = ProjectSession::open(folder_->filePath("boards"));
    addRun(session_->database(), {.plugin = "detector", .dataVersion = "0", .created = 1});
  }

  void cleanup() {
    page_.reset();
    session_.reset();
  }

  void theSentenceSaysTheResultInWords() {
    QLocale::setDefault(QLocale::c());
    // Clopper and Pearson for 2 of 3: 9.4 to 99.2 %.
    QCOMPARE(evaluationSentence({.5, 2. / 3, 2. / 3, 2, 1, 1}, 3), QString::fromUtf8("Finds 66.7 % of defects (9.4–99.2 %) with one false box in 3 images."));
    QVERIFY(evaluationSentence({.5, 1, 1, 3, 0, 0}, 3).endsWith("with no false box in 3 images."));
    QVERIFY(evaluationSentence({.5, .1, 1, 3, 0, 27}, 3).endsWith("with 9.0 false boxes an image."));
    QCOMPARE(evaluationSentence(ImageCounts{.found = 2, .defective = 3, .falseAlarms = 1, .clean = 4}),
             QString::fromUtf8("Flags 66.7 % of the images with a defect (9.4–99.2 %). Flags 25.0 % of the clean images (0.6–80.6 %)."));
    QCOMPARE(evaluationSentence(ImageCounts{.falseAlarms = 0, .clean = 4}), QString::fromUtf8("Flags 0.0 % of the clean images (0.0–60.2 %)."));
  }

  void aProjectWithoutARunOffersTheWayToOne() {
    removeRun(session_->database(), RunId{1});
    page_ = std::make_unique<EvaluatePage>();
    page_->setSession(session_.get());
    page_->show();
    QSignalSpy navigated(page_.get(), &Page::navigate);
    auto* step = page_->findChild<QPushButton*>("nextStep");
    QVERIFY(step->isVisible());
    step->click();
    QCOMPARE(navigated.at(0).at(0).toString(), QString("train"));
  }

  void draggingTheThresholdChangesTheCounts() {
    openPage(handResult());
    expectCounts(2, 1, 1);
    auto* chart = page_->findChild<PrecisionRecallChart*>();
    QTRY_VERIFY(chart->isUpToDate());
    const QPoint handle = chart->handlePosition().toPoint();
    QTest::mousePress(chart->viewport(), Qt::LeftButton, {}, handle);
    QTest::mouseMove(chart->viewport(), chart->toPixel({0.99, .5}).toPoint());
    expectCounts(3, 0, 1);
    QVERIFY(page_->sentence().contains("100"));
    QTest::mouseMove(chart->viewport(), chart->toPixel({0.1, .5}).toPoint());
    QTest::mouseRelease(chart->viewport(), Qt::LeftButton, {}, handle);
    expectCounts(1, 2, 0);
  }

  void aModelThatJudgesImagesIsShownByImages() {
    DetectionResult result = handResult();
    result.knowsDefects = false;
    for (std::size_t i = 0; i < result.images.size(); ++i) result.images[i].score = i == 0 ? 0.1 : 0.9;
    openPage(result);
    QVERIFY2(page_->sentence().contains("Flags"), qPrintable(page_->sentence()));
    auto* table = page_->findChild<QTableWidget*>();
    QVERIFY(table->item(0, 0)->text().startsWith("Images"));
    QCOMPARE(table->item(1, 2)->text(), QString::fromUtf8("–"));   // of one class there is no precision
    QCOMPARE(table->item(table->rowCount() - 1, 0)->text(), QString("Boxes"));
  }

  void aModelOfDefectsThatJudgesImagesTooLeadsWithItsBoxes() {
    DetectionResult result = handResult();
    for (ImageResult& image : result.images) image.score = 0.9;
    openPage(result);
    QVERIFY2(page_->sentence().contains("of defects"), qPrintable(page_->sentence()));
    auto* table = page_->findChild<QTableWidget*>();
    QCOMPARE(table->item(0, 0)->text(), QString("All classes"));
    QVERIFY(!table->findItems("Images, all classes", Qt::MatchExactly).isEmpty());
  }

  void whatTheFiguresBearOutIsSaidBesideThem() {
    openPage(handResult());
    const auto labels = page_->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](QLabel* l) { return l->text().contains("This does not show a recall of 99.2 % with 95 % certainty"); }));
  }

  void aConfusionCellOpensItsImages() {
    openPage(handResult());
    auto* matrix = page_->findChild<ConfusionView*>();
    auto* gallery = page_->findChild<EvaluationGallery*>();
    QCOMPARE(gallery->images(), (QList<int>{1, 2, 0}));   // b errs twice, c misses one, a is right
    QCOMPARE(matrix->count(1, 0), 1);
    QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect(1, 0).center());
    QCOMPARE(gallery->images(), QList<int>{1});
    QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect(1, 2).center());
    QCOMPARE(gallery->images(), QList<int>{2});
  }

  void anImageOpensLargeAndEscGoesBack() {
    openPage(handResult());
    auto* gallery = page_->findChild<EvaluationGallery*>();
    auto* detail = page_->findChild<EvaluationDetail*>();
    gallery->setFocus();
    gallery->setCurrentIndex(gallery->model()->index(0, 0));
    QTest::keyClick(gallery, Qt::Key_Return);
    QVERIFY(detail->isVisible());
    QCOMPARE(detail->image(), 1);
    QTest::keyClick(detail, Qt::Key_Escape);
    QTRY_VERIFY(!detail->isVisible());
  }

  void aModelWithoutBoxesShowsItsMetricsAndArtifacts() {
    writeResult({{"accuracy", 0.75}}, 8);
    writeArtifact("scatter", {{"kind", "scatter"}, {"series", {{{"name", "rows"}, {"x", {1, 2}}, {"y", {1, 2}}}}}});
    showPage();
    QTRY_COMPARE(page_->findChildren<ArtifactView*>().size(), 2);   // the figures, the scatter
    QVERIFY(page_->sentence().contains("accuracy"));
  }

  void howLongOneImageTakesIsSaidBesideTheDevice() {
    QLocale::setDefault(QLocale::c());
    writeResult({{"accuracy", 0.75}}, 30, {{"p50_ms", 44.21}, {"p99_ms", 48.97}, {"count", 27}});
    showPage();
    QTRY_VERIFY(page_->isIdle() && !page_->sentence().isEmpty());
    const auto labels = page_->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](QLabel* l) { return l->text().contains(QString::fromUtf8("44.2 ms alone, 99 % within 49.0 ms  ·  CPU")); }));
  }

  void whatTheFiguresRestOnIsSaidBesideThem() {
    writeResult({{"accuracy", 0.75}}, 30, {}, Json::array({Json::array({"Unlabelled images", "learned from 6 that nobody labelled, as a model of the labelled ones saw them"})}));
    showPage();
    QTRY_VERIFY(page_->isIdle() && !page_->sentence().isEmpty());
    const auto labels = page_->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](QLabel* l) { return l->text().contains("Unlabelled images: learned from 6 that nobody labelled"); }));
  }

  void aDamagedResultIsSaidAndEndsNothing() {
    std::filesystem::create_directories(folder());
    writeFileAtomically(folder() / "result.json", "{\"run\":");
    showPage();
    QTRY_VERIFY(page_->isIdle());
    const auto labels = page_->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](QLabel* l) { return l->text().contains("result.json"); }));
  }

 private:
  std::filesystem::path folder() const { return session_->project().runsFolder() / "1" / "evaluations" / "test"; }
  void writeResult(const Json& metrics, int count, const Json& latency = {}, const Json& disclosures = {}) {
    std::filesystem::create_directories(folder() / "artifacts");
    Json result{{"run", "1"}, {"split", "test"}, {"count", count}, {"metrics", metrics}, {"device", "CPU"}};
    if (!latency.is_null()) result["latency"] = latency;
    if (!disclosures.is_null()) result["disclosures"] = disclosures;
    writeFileAtomically(folder() / "result.json", toLine(result));
  }
  void writeArtifact(const char* name, const Json& artifact) {
    writeFileAtomically(folder() / "artifacts" / (std::string(name) + ".json"), toLine(artifact));
  }
  void showPage() {
    page_ = std::make_unique<EvaluatePage>();
    page_->resize(1300, 900);
    page_->setSession(session_.get());
    page_->show();
  }
  void openPage(const DetectionResult& result) {
    writeResult({{"map33", 0.5}}, 3);
    writeArtifact("boxes", toJson(result));
    showPage();
    QTRY_VERIFY(!page_->sentence().isEmpty());
  }
  void expectCounts(int found, int missed, int falseBoxes) {
    QCOMPARE(page_->counts().found, found);
    QCOMPARE(page_->counts().missed, missed);
    QCOMPARE(page_->counts().falseBoxes, falseBoxes);
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<EvaluatePage> page_;
};

QTEST_MAIN(EvaluatePageTest)
#include "tst_evaluate_page.moc"
