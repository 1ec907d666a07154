// SPDX-License-Identifier: Apache-2.0
// What folds and teachers tell the model that comes after them, by hand.
#include <QtTest>

#include "core/base/error.h"
#include "plugins/detector/cross_validation.h"
#include "plugins/detector/self_training.h"

using namespace assay;
using namespace assay::detector;

namespace {

Detection box(double score, double x = 0, const std::string& className = "dent") { return {className, {x, 0, x + 10, 10}, score}; }

ImageResult image(const std::string& path, std::vector<TruthBox> truths, std::vector<Detection> detections) {
  ImageResult result;
  result.image = path;
  result.truths = std::move(truths);
  result.detections = std::move(detections);
  return result;
}

JudgedParts part(const std::string& path, bool isWhole) {
  JudgedParts part;
  part.result.classes = {"dent"};
  part.result.images = {image(path, {{"dent", {0, 0, 10, 10}}}, {box(0.75)})};
  part.result.images[0].score = 0.4;
  if (isWhole) part.testimonies = {{1.5, 0.75}};
  return part;
}

/// 19 of 20 boxes right down to .62 (one wrong at .7), two wrong ones below.
DetectionResult mostlyRight() {
  DetectionResult result;
  result.classes = {"dent"};
  for (int i = 0; i < 19; ++i) result.images.push_back(image(std::to_string(i), {{"dent", {0, 0, 10, 10}}}, {box(0.8 - 0.01 * i)}));
  result.images[0].detections.push_back(box(0.7, 50));
  result.images[1].detections.push_back(box(0.6, 50));
  result.images[2].detections.push_back(box(0.59, 50));
  return result;
}

}  // namespace

class RehearsalAnswersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void foldsJoinInTheirOrder() {
    const std::map<std::string, Json> told{{"fold-2", detector::toJson(part("b", true))}, {"fold-1", detector::toJson(part("a", true))}};
    const JudgedParts all = joinedFolds(told, 2);
    QCOMPARE(all.result.images.size(), std::size_t{2});
    QCOMPARE(all.result.images[0].image, std::string("a"));
    QCOMPARE(all.result.images[1].detections.at(0).score, 0.75);
    QVERIFY(!all.result.images[0].score);   // whole images are judged anew by the testimonies
    QCOMPARE(all.testimonies.size(), std::size_t{2});
    QCOMPARE(all.testimonies[1].strangeness, 1.5);
  }

  void imagesAreJudgedAsWholesByAllFoldsOrByNone() {
    const std::map<std::string, Json> told{{"fold-1", detector::toJson(part("a", true))}, {"fold-2", detector::toJson(part("b", false))}};
    const JudgedParts all = joinedFolds(told, 2);
    QCOMPARE(all.result.images.size(), std::size_t{2});
    QVERIFY(all.testimonies.empty());
  }

  void anAnswerThatIsMissingOrDamagedIsNamed() {
    std::map<std::string, Json> told{{"fold-1", detector::toJson(part("a", true))}};
    const auto message = [&] {
      try {
        joinedFolds(told, 2);
      } catch (const Error& fault) {
        return QString::fromStdString(fault.what());
      }
      return QString();
    };
    QVERIFY2(message().contains("fold-2"), qPrintable(message()));
    told["fold-2"] = detector::toJson(part("b", true));
    told["fold-2"]["testimonies"].push_back({{"strangeness", 1}, {"surest", 0}});   // more than images
    QVERIFY2(message().contains("testimonies"), qPrintable(message()));
  }

  void noFoldWantsFurtherTrainings() {
    const std::vector<Rehearsal> folds = foldsOf(3);
    QCOMPARE(folds.size(), std::size_t{3});
    QCOMPARE(folds[2].name, std::string("fold-3"));
    QVERIFY(isFold(folds[2].name) && !isFold(teacherName));
    for (const Rehearsal& fold : folds) QCOMPARE(toText(*fold.changes.find("model.self_training")), std::string("false"));
    QCOMPARE(toText(*teacherRehearsal(0).changes.find("model.folds")), std::string("0"));
    QVERIFY(teacherRehearsal(2).changes.find("model.folds") == nullptr);   // the part that this run is judged by stays out of the teacher's sight, too
  }

  void aTeacherIsSureWhere19Of20AreRight() {
    QVERIFY(std::abs(sureScore(mostlyRight()) - 0.62) < 1e-9);
    DetectionResult wrong = mostlyRight();
    for (ImageResult& one : wrong.images) one.truths[0].box = {70, 70, 80, 80};
    QCOMPARE(sureScore(wrong), 2.0);
    for (ImageResult& one : wrong.images) one.truths.clear();
    QCOMPARE(sureScore(wrong), 0.9);   // nothing to go by
    QCOMPARE(sureScore({}), 0.9);
    DetectionResult few = mostlyRight();
    few.images.resize(9);
    QCOMPARE(sureScore(few), 2.0);   // nine right boxes say too little
    DetectionResult late = mostlyRight();   // ten false boxes at .97: only what is surer is right often enough
    for (ImageResult& one : late.images)
      for (Detection& d : one.detections) d.score = 0.98 + d.score / 100;
    for (int i = 0; i < 10; ++i) late.images[0].detections.push_back({"dent", {70, 70, 80, 80}, 0.97});
    QVERIFY(sureScore(late) > 0.98);
    DetectionResult timid = mostlyRight();
    for (ImageResult& one : timid.images)
      for (Detection& d : one.detections) d.score /= 4;
    QCOMPARE(sureScore(timid), 0.5);
  }

  void whatATeacherIsSureOfBecomesALabelAndTheRestUnclear() {
    Snapshot data{"detection", {"dent"}, {}};
    Item item;
    item.path = "u.png";
    item.status = LabelStatus::Withheld;
    item.annotations.push_back({AnnotationId{}, "dent", Box{70, 70, 80, 80}, Origin::Human});   // hidden from training, and so from the student
    data.items.push_back(item);
    DetectionResult seen;
    seen.classes = {"dent"};
    seen.images = {image("u.png", {}, {box(0.3, 5), box(0.9), box(0.3, 40), box(0.05, 60)})};
    const std::vector<Item> taught = taughtItems(toldByTeacher(seen, 0.8), data);
    QCOMPARE(taught.size(), std::size_t{1});
    QVERIFY(taught[0].status == LabelStatus::Labelled);
    QCOMPARE(taught[0].annotations.size(), std::size_t{2});
    QCOMPARE(taught[0].annotations[0].className, std::string("dent"));
    QVERIFY(taught[0].annotations[0].origin == Origin::Model);
    QCOMPARE(taught[0].annotations[1].className, unclearLabel);
    QCOMPARE(boundingBox(taught[0].annotations[1].shape).x1, 40.0);
    seen.images[0].image = "elsewhere.png";
    QVERIFY_EXCEPTION_THROWN(taughtItems(toldByTeacher(seen, 0.8), data), Error);
  }
};

QTEST_GUILESS_MAIN(RehearsalAnswersTest)
#include "tst_rehearsal_answers.moc"
