// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/formats/images.h"
#include "tests/core/formats/format_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

class ImagesTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void aFolderGivesAllThatIsBelowIt() {
    putImage(at("b/c/deep.png"), 20, 10, 1);
    putImage(at("a.png"), 30, 10, 2, 3);
    putText(at("readme.txt"), "not an image");
    putImage(at(".hidden/d.png"), 8, 8, 3);
    ImportOptions options;
    options.split = Split::Test;
    const ImportedSet set = readWith("images", at(""), options);
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(2));
    QVERIFY(set.items[0].path.ends_with("/a.png") && fs::path(set.items[0].path).is_absolute());
    QCOMPARE(set.items[0].width, 30);
    QCOMPARE(set.items[0].status, LabelStatus::Unlabelled);
    QCOMPARE(set.items[1].split, Split::Test);
    QVERIFY(set.classes.empty());
  }

  void oneImageIsASourceWhateverItsName() {
    putImage(at("photo.dat"), 20, 10, 1);
    QCOMPARE(readWith("images", at("photo.dat")).items.size(), std::size_t(1));
  }

  void aTemplateIsTheReferenceOfItsTestImage() {
    putImage(at("7_test.png"), 20, 10, 1);
    putImage(at("7_temp.png"), 20, 10, 2);
    putImage(at("8_temp.png"), 20, 10, 3);   // of nothing: an image like any other
    const ImportedSet set = readWith("images", at(""));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(2));
    QVERIFY(set.items[0].path.ends_with("7_test.png") && set.items[0].reference.ends_with("7_temp.png"));
    QVERIFY(set.items[1].reference.empty());
  }

  void severalSourcesAreReadAsOne() {
    putImage(at("one/a.png"), 20, 10, 1);
    putImage(at("two/b.png"), 20, 10, 2);
    const ImportedSet set =
        imagesFormat({at("two"), at("one/a.png"), at("one")}).read(at("one"), {}, {});   // a.png is named twice
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(2));
  }

  void aFolderWithoutImagesSaysWhatWasExpected() {
    putText(at("a.txt"), "x");
    const Error none = errorOf([&] { readWith("images", at("")); });
    QVERIFY2(none.code() == Code::BadInput && contains(none.message(), "expected PNG, JPEG"), none.what());
    QCOMPARE(errorOf([&] { readWith("images", at("nowhere")); }).code(), Code::NotFound);
    const ImportedSet text = readWith("images", at("a.txt"));
    ASSAY_VERIFY_PROBLEM(text, Severity::Error, "a.txt", "a text file, not an image");
  }

  void theNamesOfASourceGiveItsFormat_data() {
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("format");
    QTest::newRow("images") << QStringList{"a.png", "b/c.jpg"} << "images";
    QTest::newRow("masks") << QStringList{"x/a.jpg", "x/a.png"} << "mask_folder";
    QTest::newRow("mask folder") << QStringList{"images/a.png", "masks/a.png"} << "mask_folder";
    QTest::newRow("voc") << QStringList{"a.png", "a.xml"} << "voc";
    QTest::newRow("coco") << QStringList{"train/a.png", "labels.json"} << "coco";
    QTest::newRow("yolo") << QStringList{"images/a.png", "data.yaml"} << "yolo";
    QTest::newRow("deeppcb") << QStringList{"trainval.txt"} << "deeppcb";
    QTest::newRow("table") << QStringList{"train.csv"} << "csv_table";
    QTest::newRow("nothing known") << QStringList{"a.txt"} << "";
  }
  void theNamesOfASourceGiveItsFormat() {
    QFETCH(QStringList, files);
    QFETCH(QString, format);
    for (const QString& file : files) putText(at(file.toStdString()), "x");
    QCOMPARE(QString::fromStdString(guessFormat(at(""))), format);
  }
};

QTEST_GUILESS_MAIN(ImagesTest)
#include "tst_images.moc"
