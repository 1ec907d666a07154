// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "tests/core/formats/format_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

class CocoTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

  static std::string document(const std::string& annotations, const std::string& images = "") {
    return R"({"images":[{"id":7,"file_name":"a.png","width":50,"height":40})" + images + R"(],"annotations":[)" + annotations +
           R"(],"categories":[{"id":3,"name":"crack"},{"id":9,"name":"dent"}]})";
  }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void boxesAndPolygonsAreRead() {
    putImage(at("images/a.png"), 50, 40, 1);
    putText(at("labels.json"), document(R"({"id":1,"image_id":7,"category_id":9,"bbox":[1.5,2,10,20]},
      {"id":2,"image_id":7,"category_id":3,"bbox":[0,0,9,9],"segmentation":[[0,0,9,0,9,9.5]]})"));
    const ImportedSet set = readWith("coco", at("labels.json"));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.classes == std::vector<std::string>({"crack", "dent"}), true);
    QCOMPARE(set.items.size(), std::size_t(1));
    QCOMPARE(boxAt(set.items[0], 0) == (Box{1.5, 2, 11.5, 22}), true);
    const auto* polygon = std::get_if<Polygon>(&set.items[0].annotations[1].shape);
    QVERIFY(polygon != nullptr);
    QCOMPARE(polygon->points[2].y, 9.5);
  }

  void fileNamesOfAFolderGiveTheSplit() {
    putImage(at("train2017/a.png"), 50, 40, 1);
    putImage(at("val2017/b.png"), 50, 40, 2);
    putText(at("annotations/instances_train2017.json"), document(""));
    std::string other = document("");
    other.replace(other.find("a.png"), 5, "b.png");
    putText(at("annotations/instances_val2017.json"), other);
    putText(at("annotations/captions.json"), R"({"info":{}})");
    const ImportedSet set = readWith("coco", at(""));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(2));
    QCOMPARE(set.items[0].split, Split::Train);
    QCOMPARE(set.items[1].split, Split::Valid);
  }

  void whatCannotBeReadIsReported() {
    putImage(at("a.png"), 50, 40, 1);
    putText(at("l.json"), document(R"({"id":1,"image_id":8,"category_id":9,"bbox":[1,2,3,4]},
      {"id":2,"image_id":7,"category_id":4,"bbox":[1,2,3,4]}, {"id":3,"image_id":7,"category_id":9,"bbox":[1,2,3]},
      {"id":4,"image_id":7,"category_id":9}, {"id":5,"image_id":7,"category_id":9,"bbox":[1,2,3,"x"]})", R"(,{"id":8})"));
    const ImportedSet set = readWith("coco", at("l.json"));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "images[1]", "file_name");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "annotations[0]", "image_id names no image");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "annotations[1]", "category_id 4 is not among `categories`");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "annotations[2]", "four numbers");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "annotations[3]", "bbox");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "annotations[4]", "four numbers");
  }

  void lossesOfReadingAreWarnings() {
    putImage(at("a.png"), 25, 20, 1);
    putText(at("l.json"), document(R"({"id":1,"image_id":7,"category_id":9,"bbox":[1,2,3,4]},
      {"id":2,"image_id":7,"category_id":3,"iscrowd":1,"bbox":[1,2,3,4]},
      {"id":3,"image_id":7,"category_id":3,"bbox":[5,5,9,9]})"));
    const ImportedSet set = readWith("coco", at("l.json"));
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    QCOMPARE(set.items[0].annotations.size(), std::size_t(2));
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "l.json", "1 crowd region(s)");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "images[0]", "the label file says 50 x 40 but the image is 25 x 20");
  }

  /// By hand: columns of a 5 x 4 picture. The packed text holds 2, 6, 1, 1 - 6 and 10 - 1.
  void runLengthsBecomeMasks_data() {
    QTest::addColumn<QString>("counts");
    QTest::newRow("list") << "[2,6,1,1,10]";
    QTest::newRow("text") << "\"261K9\"";
  }
  void runLengthsBecomeMasks() {
    QFETCH(QString, counts);
    putImage(at("a.png"), 5, 4, 1);
    putText(at("l.json"), document(R"({"id":1,"image_id":7,"category_id":3,"bbox":[1,1,2,2],"segmentation":{"size":[4,5],"counts":)" + counts.toStdString() + "}}"));
    const ImportedSet set = readWith("coco", at("l.json"));
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    QVERIFY(std::get<Mask>(set.items[0].annotations.at(0).shape) == (Mask{0, 0, 3, 4, {1, 1, 2, 4, 1, 2, 1}}));
  }

  void aMaskWithoutAPixelIsItsBox() {
    putImage(at("a.png"), 25, 20, 1);
    putText(at("l.json"), document(R"({"id":1,"image_id":7,"category_id":3,"bbox":[1,1,7,2],"segmentation":{"size":[20,25],"counts":[500]}},
      {"id":2,"image_id":7,"category_id":3,"bbox":[9,9,4,4],"segmentation":[[9,9,9,9],[9,9,13,13]]},
      {"id":3,"image_id":7,"category_id":3,"bbox":[1,5,2,2],"segmentation":[[1,5,3,5,3,7,1,7],[9,9,9,9]]})"));
    const ImportedSet set = readWith("coco", at("l.json"));
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    QVERIFY(std::get<Box>(set.items[0].annotations.at(0).shape) == (Box{1, 1, 8, 3}));
    QVERIFY(std::get<Box>(set.items[0].annotations.at(1).shape) == (Box{9, 9, 13, 13}));
    QVERIFY(std::holds_alternative<Mask>(set.items[0].annotations.at(2).shape));
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "l.json", "2 mask(s) that cover no pixel");
  }

  void severalPolygonsBecomeOneMask() {
    putImage(at("a.png"), 25, 20, 1);
    putText(at("l.json"), document(R"({"id":1,"image_id":7,"category_id":3,"bbox":[1,1,7,2],"segmentation":[[1,1,3,1,3,3,1,3],[6,1,8,1,8,2,6,2]]})"));
    const ImportedSet set = readWith("coco", at("l.json"));
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    QVERIFY(std::get<Mask>(set.items[0].annotations.at(0).shape) == (Mask{1, 1, 7, 2, {0, 2, 3, 4, 5}}));
  }

  void damagedRunLengthsAreNamed_data() {
    QTest::addColumn<QString>("segmentation");
    QTest::addColumn<QString>("says");
    QTest::newRow("too few") << R"({"size":[4,5],"counts":[5,2]})" << "do not fit its `size`";
    QTest::newRow("too many") << R"({"size":[4,5],"counts":[5,99999999999]})" << "do not fit its `size`";
    QTest::newRow("negative") << R"({"size":[4,5],"counts":[25,-5]})" << "do not fit its `size`";
    QTest::newRow("huge") << R"({"size":[60000,60000],"counts":[1]})" << "size is out of range";
    QTest::newRow("cut text") << R"({"size":[4,5],"counts":"P"})" << "packed run lengths are damaged";
    QTest::newRow("long text") << R"({"size":[4,5],"counts":"ooooooooooooooo0"})" << "packed run lengths are damaged";
    QTest::newRow("no size") << R"({"counts":[20]})" << "size";
  }
  void damagedRunLengthsAreNamed() {
    QFETCH(QString, segmentation);
    QFETCH(QString, says);
    putImage(at("a.png"), 5, 4, 1);
    putText(at("l.json"), document(R"({"id":1,"image_id":7,"category_id":3,"bbox":[1,1,2,2],"segmentation":)" + segmentation.toStdString() + "}"));
    const ImportedSet set = readWith("coco", at("l.json"));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "annotations[0]", says.toStdString());
  }

  void aClassNeedsAName_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << "" << "a class has no name";
    QTest::newRow("long") << QString(201, 'x') << "has 201 bytes";
    QTest::newRow("two lines") << "a\\nb" << "line break";
  }
  void aClassNeedsAName() {
    QFETCH(QString, name);
    QFETCH(QString, says);
    putImage(at("a.png"), 50, 40, 1);
    std::string text = document("");
    text.replace(text.find("crack"), 5, name.toStdString());
    putText(at("l.json"), text);
    const ImportedSet set = readWith("coco", at("l.json"));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "categories[0]", says.toStdString());
  }

  void foreignFilesAreOneClearError() {
    putText(at("broken.json"), "{\"images\": [");
    QCOMPARE(errorOf([&] { readWith("coco", at("broken.json")); }).code(), Code::BadInput);
    putText(at("list.json"), "[1, 2]");
    const Error error = errorOf([&] { readWith("coco", at("list.json")); });
    QVERIFY2(contains(error.message(), "`categories`") && contains(error.what(), "list.json"), error.what());
    putText(at("set/data.yaml"), "names: [a]");
    QVERIFY(contains(errorOf([&] { readWith("coco", at("set")); }).message(), "it looks like `yolo`"));
    putText(at("none.json"), R"({"images":[],"annotations":[],"categories":[]})");
    QVERIFY(contains(errorOf([&] { readWith("coco", at("none.json")); }).message(), "no image was found"));
  }
};

QTEST_GUILESS_MAIN(CocoTest)
#include "tst_coco.moc"
