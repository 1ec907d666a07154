// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/labels/snapshot.h"
#include "core/report/detection_result.h"
#include "core/suggest/label_points.h"
#include "core/suggest/survey.h"
#include "tests/support/expect_error.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

Item image(const std::string& path, Split split, LabelStatus status) {
  Item item;
  item.path = path;
  item.sha256 = std::string(64, 'a');
  item.width = item.height = 10;
  item.channels = 1;
  item.split = split;
  item.status = status;
  return item;
}

}  // namespace

class SurveyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void thePoolIsWhatTrainingCouldHave() {
    const std::vector<Item> items{image("d", Split::Train, LabelStatus::Unlabelled), image("a", Split::Train, LabelStatus::Labelled), image("c", Split::Train, LabelStatus::Withheld),
                                  image("e", Split::Test, LabelStatus::Unlabelled), image("b", Split::None, LabelStatus::Unlabelled)};
    const SurveyPlan plan = planSurvey(items, 100, 0);
    QCOMPARE(plan.pool.size(), std::size_t{3});
    QCOMPARE(plan.pool[0].path, std::string("b"));
    QCOMPARE(plan.pool[1].path, std::string("c"));
    QCOMPARE(plan.labelled.size(), std::size_t{1});
    QCOMPARE(planSurvey(items, 2, 5).pool.size(), std::size_t{2});
    QCOMPARE(errorOf([&] { planSurvey({items[1]}, 10, 0); }).code(), Code::BadInput);
  }

  void answersAreRead() {
    const Json answer{{"boxes", {{{"class", "a"}, {"box", {0, 0, 1, 1}}, {"score", 0.7}}}}, {"threshold", 0.4}, {"survey", {{"embedding", {1.0, 2.5}}, {"disagreement", 0.3}}}};
    const Surveyed one = surveyedFrom("x.png", answer);
    QCOMPARE(one.scores, std::vector<double>{0.7});
    QCOMPARE(one.embedding, (std::vector<float>{1.0f, 2.5f}));
    QCOMPARE(one.disagreement, 0.3);
    QCOMPARE(thresholdFrom(answer), 0.4);
    QCOMPARE(surveyedFrom("x.png", {{"boxes", Json::array()}, {"knows_defects", false}, {"image_score", 0.9}}).scores, std::vector<double>{0.9});
    // A model that knows defects says more by its boxes.
    QCOMPARE(surveyedFrom("x.png", {{"boxes", {{{"class", "a"}, {"box", {0, 0, 1, 1}}, {"score", 0.4}}}}, {"image_score", 0.9}}).scores, std::vector<double>{0.4});
    QCOMPARE(errorOf([] { surveyedFrom("x.png", {{"row", 1}}); }).code(), Code::BadInput);
  }

  void suggestionsComeBackFromTheirRun() {
    QTemporaryDir dir;
    const RunDirectory run(dir.path().toStdString());
    QVERIFY(!readSuggestions(run));
    writeSuggestions(run, {QueryStrategy::Diversity, {{"b.png", 2.5}, {"a.png", 1}}});
    const auto back = readSuggestions(run);
    QVERIFY(back && back->strategy == QueryStrategy::Diversity && back->images.size() == 2);
    QCOMPARE(back->images[0].path, std::string("b.png"));
    std::ofstream(run.folder() / "suggestions.json") << R"({"strategy":"best","images":[]})";
    QVERIFY_THROWS_EXCEPTION(Error, readSuggestions(run));
  }

  /// Two runs of one and three labelled images; a third one was never evaluated.
  void pointsComeFromEvaluations() {
    QTemporaryDir dir;
    const fs::path root = dir.path().toStdString();
    std::vector<RunDirectory> runs;
    for (const int labelled : {3, 1, 2}) {
      Snapshot data;
      data.task = "detection";
      data.classes = {"a"};
      for (int i = 0; i < 3; ++i) data.items.push_back(image(std::to_string(i), Split::Train, i < labelled ? LabelStatus::Labelled : LabelStatus::Unlabelled));
      RunSpec spec;
      spec.task = "detection";
      spec.dataRoot = root;
      spec.dataVersion = writeSnapshot(data, root / "versions");
      spec.dataFile = root / "versions" / (spec.dataVersion + ".jsonl");
      runs.push_back(RunDirectory::create(root / "runs" / std::to_string(labelled), spec));
      if (labelled == 2) continue;
      DetectionResult result{{"a"}, {{"x.png", "", "", {{"a", {0, 0, 10, 10}}, {"a", {50, 50, 60, 60}}}, {{"a", {0, 0, 10, 10}, 0.8}}}}, 0.5};
      if (labelled == 3) result.images[0].detections.push_back({"a", {50, 50, 60, 60}, 0.6});
      const fs::path folder = runs.back().evaluation("test").artifactsFolder();
      fs::create_directories(folder);
      writeFileAtomically(folder / "boxes.json", toLine(toJson(result)));
    }
    const std::vector<LabelPoint> points = labelPoints(runs, "test");
    QCOMPARE(points.size(), std::size_t{2});
    QCOMPARE(points[0].labelled, int64_t{1});
    QCOMPARE(points[0].found, int64_t{1});
    QCOMPARE(points[0].total, int64_t{2});
    QCOMPARE(points[1].labelled, int64_t{3});
    QCOMPARE(points[1].found, int64_t{2});
    QVERIFY(labelPoints(runs, "valid").empty());
  }
};

QTEST_GUILESS_MAIN(SurveyTest)
#include "tst_survey.moc"
