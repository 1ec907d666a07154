// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "tests/core/formats/format_fixture.h"
#include "tests/support/shared_data.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

std::string object(const std::string& name, int x1, int y1, int x2, int y2) {
  const auto tag = [](const char* t, int v) { return "<" + std::string(t) + ">" + std::to_string(v) + "</" + t + ">"; };
  return "<object><name>" + name + "</name><bndbox>" + tag("xmin", x1) + tag("ymin", y1) + tag("xmax", x2) + tag("ymax", y2) +
         "</bndbox></object>\n";
}

std::string annotation(const std::string& objects, const std::string& fileName = "a.png") {
  return "<annotation>\n<filename>" + fileName + "</filename>\n<size><width>40</width><height>30</height></size>\n" + objects +
         "</annotation>\n";
}

}  // namespace

class VocTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void pixelsAreCountedFromOne() {
    putImage(at("JPEGImages/a.png"), 40, 30, 1);
    putText(at("Annotations/a.xml"), annotation(object("crack", 1, 1, 40, 30)));
    putText(at("ImageSets/Main/val.txt"), "a\n");
    const ImportedSet set = readWith("voc", at(""));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(boxAt(set.items[0], 0) == (Box{0, 0, 40, 30}), true);
    QCOMPARE(set.items[0].split, Split::Valid);
  }

  void aSetWithAZeroCountsFromZero() {
    putImage(at("a.png"), 40, 30, 1);
    putText(at("a.xml"), annotation(object("crack", 0, 5, 10, 20) + object("crack", 3, 5, 10, 20)));
    const ImportedSet set = readWith("voc", at(""));
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "", "counted from 0");
    QCOMPARE(boxAt(set.items[0], 1) == (Box{3, 5, 10, 20}), true);
  }

  void theNearestImageOfThatNameIsTaken() {
    putImage(at("one/IMAGES/a.png"), 40, 30, 1);
    putImage(at("two/IMAGES/a.png"), 40, 30, 2);
    putText(at("one/ANNOTATIONS/a.xml"), annotation(object("crack", 1, 1, 9, 9), "a"));
    putText(at("two/ANNOTATIONS/a.xml"), annotation(object("dent", 1, 1, 9, 9), "a"));
    const ImportedSet set = readWith("voc", at(""));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QVERIFY(contains(set.items[0].path, "one/") && set.items[0].annotations[0].className == "crack");
    QVERIFY(contains(set.items[1].path, "two/") && set.items[1].annotations[0].className == "dent");
  }

  void damageIsReportedWithFileAndLine() {
    putImage(at("a.png"), 40, 30, 1);
    putText(at("a.xml"), annotation("<object><name>x</name></object>\n<object><name></name><bndbox/></object>\n"
                                    "<object><name>x</name><bndbox><xmin>1</xmin><ymin>q</ymin></bndbox></object>\n"));
    putText(at("b.xml"), "<annotation><object></annotation>");
    putText(at("c.xml"), "<html></html>");
    putText(at("d.xml"), annotation("", "d.png"));
    putText(at("e.xml"), "");
    const ImportedSet set = readWith("voc", at(""));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.xml:4", "has no <bndbox>");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.xml:5", "has no <name>");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.xml:6", "<ymin> is `q`; expected a number");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "b.xml:1", "no well-formed XML");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "c.xml:1", "expected <annotation>");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "d.png", "No such file");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "e.xml:1", "no well-formed XML");
  }

  void imagesWithoutXmlComeInUnlabelled() {
    putImage(at("a.png"), 40, 30, 1);
    putImage(at("b.png"), 40, 30, 2);
    putText(at("a.xml"), annotation(""));
    const ImportedSet set = readWith("voc", at(""));
    QCOMPARE(set.items[0].status, LabelStatus::Labelled);
    QCOMPARE(set.items[1].status, LabelStatus::Unlabelled);
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "", "1 image(s) have no XML file");
  }

  void noXmlAtAllIsAnError() {
    putImage(at("a.png"), 4, 4, 1);
    QVERIFY(contains(errorOf([&] { readWith("voc", at("")); }).message(), "an XML file for each image"));
  }

  void neuDetIsReadWhole() {
    ASSAY_REQUIRE_SHARED_DATA(source, "defect/neu_det");
    const ImportedSet set = readWith("voc", source);
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(1799));   // 1,800 files, two of them the same image
    QCOMPARE(set.classes.size(), std::size_t(6));
    for (const Item& item : set.items) {
      QCOMPARE(item.split, Split::None);
      QCOMPARE(item.status, LabelStatus::Labelled);
      QVERIFY(item.width == 200 && item.channels >= 1);
    }
  }
};

QTEST_GUILESS_MAIN(VocTest)
#include "tst_voc.moc"
