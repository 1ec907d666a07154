// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "tests/core/formats/format_fixture.h"
#include "tests/support/shared_data.h"

using namespace assay;
namespace fs = std::filesystem;

class DeeppcbTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path root() const { return fs::path(folder_->path().toStdString()) / "PCBData"; }

  void putPair(const std::string& name, const std::string& labels, uint64_t seed) {
    putImage(root() / "group20085/20085" / (name + "_test.png"), 64, 48, seed);
    putImage(root() / "group20085/20085" / (name + "_temp.png"), 64, 48, seed + 1000);
    putText(root() / "group20085/20085_not" / (name + ".txt"), labels);
  }
  static std::string line(const std::string& name) { return "group20085/20085/" + name + ".jpg group20085/20085_not/" + name + ".txt"; }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void pairsClassesAndSplitAreKept() {
    putPair("a", "1 2 30 40 1\n5 6 20 20 6\n", 1);
    putPair("b", "3,4,13,14,3", 2);
    putPair("c", "", 3);
    putText(root() / "trainval.txt", line("a") + "\r\n" + line("c") + "\n");
    putText(root() / "test.txt", line("b"));   // the real files end without a newline, too
    for (const fs::path& source : {root(), root().parent_path()}) {
      const ImportedSet set = readWith("deeppcb", source);
      QVERIFY2(set.problems.empty(), problemText(set).c_str());
      QCOMPARE(set.classes == std::vector<std::string>({"open", "short", "mousebite", "spur", "copper", "pin-hole"}), true);
      QCOMPARE(set.items.size(), std::size_t(3));
      const Item& a = set.items[0];
      QVERIFY(fs::path(a.path).is_absolute() && a.path.ends_with("a_test.png") && a.reference.ends_with("a_temp.png"));
      QCOMPARE(a.group, std::string("group20085"));
      QCOMPARE(a.split, Split::Train);
      QCOMPARE(set.items[2].split, Split::Test);
      QCOMPARE(a.annotations[1].className, std::string("pin-hole"));
      QCOMPARE(boxAt(a, 0) == (Box{1, 2, 30, 40}), true);
      QCOMPARE(a.annotations[0].origin, Origin::Imported);
      QCOMPARE(set.items[1].status, LabelStatus::Labelled);   // looked at and clean
      QCOMPARE(a.sha256.size(), std::size_t(64));
      QCOMPARE(a.width, 64);
    }
  }

  void badLinesAreAllReportedWithTheirPlace() {
    putPair("a", "1 2 30 40 1\nhello\n1 2 3\n5 6 20 20 7\n5 6 nan 20 1\n", 1);
    putText(root() / "trainval.txt", line("a") + "\nonly-one-field\n../../etc/passwd x.txt\n");
    const ImportedSet set = readWith("deeppcb", root());
    QVERIFY(hasErrors(set.problems));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:2", "expected `x1 y1 x2 y2 type`");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:3", "is not a label");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:4", "class `7` is unknown; expected 1 open");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "a.txt:5", "is not a label");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "trainval.txt:2", "names no pair");
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "trainval.txt:3", "names no pair");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "test.txt", "split file is missing");
  }

  void boxesWithoutAPlaceAreErrorsUnlessTheyAreSkipped() {
    putPair("a", "50 40 80 60 1\n70 10 90 20 2\n5 5 5 9 3\n20 20 10 30 4\n1 1 9 9 5\n1 1 9 9 7\n", 1);
    putText(root() / "trainval.txt", line("a"));
    const ImportedSet strict = readWith("deeppcb", root());
    ASSAY_VERIFY_PROBLEM(strict, Severity::Warning, "a.txt:1", "reaches outside the 64 x 48 image and is clipped");
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "a.txt:2", "70, 10 to 90, 20 lies outside the 64 x 48 image");
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "a.txt:3", "has no area; expected x1 < x2");
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "a.txt:4", "has no area");
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "a.txt:6", "class `7` is unknown");
    QCOMPARE(findProblem(strict, "a.txt:6", "")->fix, std::string(skipBadFix));
    const ImportedSet set = readWith("deeppcb", root(), skipping());
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "a.txt:1", "reaches outside the 64 x 48 image and is clipped");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "a.txt:2", "lies outside");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "a.txt:3", "has no area");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "a.txt:4", "has no area");
    QCOMPARE(set.items[0].annotations.size(), std::size_t(2));
    QCOMPARE(boxAt(set.items[0], 0) == (Box{50, 40, 64, 48}), true);
  }

  void unusableImagesAreErrorsUnlessTheyAreSkipped() {
    for (const char* name : {"a", "b", "c", "d", "e"}) putPair(name, "1 1 9 9 1", uint64_t(name[0]));
    fs::remove(root() / "group20085/20085/b_test.png");
    putText(root() / "group20085/20085/c_test.png", "not an image at all");
    putImage(root() / "group20085/20085/d_temp.png", 32, 32, 5);
    fs::copy_file(root() / "group20085/20085/a_test.png", root() / "group20085/20085/e_test.png", fs::copy_options::overwrite_existing);
    putText(root() / "trainval.txt", line("a") + "\n" + line("b") + "\n" + line("c") + "\n" + line("d") + "\n" + line("e"));
    const ImportedSet strict = readWith("deeppcb", root());
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "b_test.jpg", "trainval.txt:2");
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "c_test.png", "a text file, not an image");
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "d_temp.png", "the reference is 32 x 32");
    const ImportedSet set = readWith("deeppcb", root(), skipping());
    QVERIFY(!hasErrors(set.problems));
    QCOMPARE(set.items.size(), std::size_t(1));
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "b_test.jpg", "trainval.txt:2");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "c_test.png", "a text file, not an image");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "d_temp.png", "the reference is 32 x 32 but its image is 64 x 48");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "e_test.png", "the same image as");
  }

  void nothingReadableIsAnError() {
    putPair("a", "", 1);
    putText(root() / "group20085/20085/a_test.png", "");
    putText(root() / "trainval.txt", line("a"));
    const ImportedSet set = readWith("deeppcb", root(), skipping());
    QVERIFY(hasErrors(set.problems));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "PCBData", "none of the 1 images could be read");
  }

  void aWrongSourceIsOneClearError() {
    putText(root() / "x/a.xml", "<annotation/>");
    const Error error = errorOf([&] { readWith("deeppcb", root()); });
    QCOMPARE(error.code(), Code::BadInput);
    QVERIFY2(contains(error.message(), "expected a folder with trainval.txt") && contains(error.message(), "it looks like `voc`"), error.what());
    QCOMPARE(errorOf([&] { readWith("deeppcb", root() / "nowhere"); }).code(), Code::NotFound);
    const Error unknown = errorOf([] { formatByName("dpcb"); });
    QVERIFY(unknown.code() == Code::NotFound && contains(unknown.message(), "deeppcb"));
  }

  void theRealSetIsReadWhole() {
    ASSAY_REQUIRE_SHARED_DATA(source, "defect/deeppcb");
    int64_t reports = 0;
    Progress progress;
    progress.report = [&](int64_t, int64_t, const std::string&) { ++reports; };
    const ImportedSet set = formatByName("deeppcb").read(source, {}, progress);
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(1500));
    std::size_t test = 0, testBoxes = 0, boxes = 0;
    for (const Item& item : set.items) {
      boxes += item.annotations.size();
      if (item.split == Split::Test) { ++test; testBoxes += item.annotations.size(); }
    }
    QCOMPARE(test, std::size_t(500));
    QCOMPARE(testBoxes, std::size_t(3140));
    QCOMPARE(boxes, std::size_t(10013));
    QVERIFY(reports > 0);
  }

  void aStopIsObeyed() {
    putPair("a", "", 1);
    putText(root() / "trainval.txt", line("a"));
    Progress progress;
    progress.cancel.request();
    QCOMPARE(errorOf([&] { formatByName("deeppcb").read(root(), {}, progress); }).code(), Code::Stopped);
  }
};

QTEST_GUILESS_MAIN(DeeppcbTest)
#include "tst_deeppcb.moc"
