// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "tests/core/formats/format_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

class YoloTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void fractionsBecomePixels() {
    putText(at("data.yaml"), "names:\n  0: crack\n  1: dent\nnc: 2\n");
    putImage(at("images/train/a.png"), 100, 50, 1);
    putText(at("labels/train/a.txt"), "1 0.5 0.5 0.2 0.4\n0 0 0 0.5 0 0.5 0.5\n");
    putImage(at("images/val/b.png"), 100, 50, 2);
    putText(at("labels/val/b.txt"), "");
    putImage(at("images/test/c.png"), 100, 50, 3);
    const ImportedSet set = readWith("yolo", at(""));
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(3));
    const Item& c = set.items[0];   // test, train, val: by path
    QCOMPARE(c.split, Split::Test);
    QCOMPARE(c.status, LabelStatus::Unlabelled);
    const Item& a = set.items[1];
    QCOMPARE(a.split, Split::Train);
    QCOMPARE(a.annotations[0].className, std::string("dent"));
    const Box box = boxAt(a, 0);
    QCOMPARE(box.x1, 40.0);
    QCOMPARE(box.y1, 15.0);
    QCOMPARE(box.x2, 60.0);
    QCOMPARE(box.y2, 35.0);
    QCOMPARE(std::get<Polygon>(a.annotations[1].shape).points[2] == (Point{50, 25}), true);
    QCOMPARE(set.items[2].split, Split::Valid);
    QCOMPARE(set.items[2].status, LabelStatus::Labelled);
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "", "1 image(s) have no label file");
  }

  void classesTxtAndRoboflowFoldersWork() {
    putText(at("classes.txt"), "crack\ndent\n");
    putImage(at("train/images/a.png"), 10, 10, 1);
    putText(at("train/labels/a.txt"), "0 0.5 0.5 1 1");
    const ImportedSet set = readWith("yolo", at(""));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.items[0].split, Split::Train);
    QCOMPARE(boxAt(set.items[0], 0) == (Box{0, 0, 10, 10}), true);
  }

  void everyBadLineIsReported() {
    putText(at("classes.txt"), "crack");
    putImage(at("images/a.png"), 10, 10, 1);
    putText(at("labels/a.txt"), "0 0.5 0.5 1\n1 .5 .5 .1 .1\n0 5 5 3 3\nx 1 1 1 1\n0 0.9 0.5 0.4 0.2\n-1 .5 .5 .1 .1\n");
    const ImportedSet set = readWith("yolo", at(""));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:1", "is not a label");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:2", "class 1 is unknown; expected 0 to 0");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:3", "not pixels");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:4", "is not a label");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "a.txt:5", "clipped");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:6", "class -1 is unknown");
  }

  void badSettingsNameTheLine() {
    putText(at("data.yaml"), "names: [a\nnc: {");
    const Error broken = errorOf([&] { readWith("yolo", at("")); });
    QVERIFY2(broken.code() == Code::BadInput && contains(broken.where(), "data.yaml:"), broken.what());
    putText(at("data.yaml"), "nc: 3\n");
    QVERIFY(contains(errorOf([&] { readWith("yolo", at("")); }).message(), "`names` is missing"));
    putText(at("data.yaml"), "names: {0: a, 2: b}\n");
    QVERIFY(contains(errorOf([&] { readWith("yolo", at("")); }).message(), "without a gap"));
    fs::remove(at("data.yaml"));
    putText(at("l.json"), "{}");
    QVERIFY(contains(errorOf([&] { readWith("yolo", at("")); }).message(), "it looks like `coco`"));
  }
};

QTEST_GUILESS_MAIN(YoloTest)
#include "tst_yolo.moc"
