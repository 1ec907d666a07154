// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/imaging/canvas.h"
#include "core/imaging/encode.h"
#include "tests/core/formats/format_fixture.h"
#include "tests/support/shared_data.h"

using namespace assay;
namespace fs = std::filesystem;

class MaskFolderTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

  void putJpeg(const std::string& name, uint64_t seed) { putText(at(name), encodeJpeg(noiseImage(40, 30, 1, seed), 90)); }
  void putMask(const std::string& name, const std::vector<Box>& boxes, uint8_t value = 255, int width = 40) {
    Image mask(width, 30, 1);
    for (const Box& box : boxes) fillRect(mask, box, value);
    fs::create_directories(at(name).parent_path());
    writePng(mask, at(name));
  }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void regionsBecomeBoxesOfTheFoldersClass() {
    putJpeg("MT_Crack/Imgs/a.jpg", 1);
    putMask("MT_Crack/Imgs/a.png", {{2, 3, 12, 8}, {20, 20, 25, 29}});
    putJpeg("MT_Free/Imgs/b.jpg", 2);
    putMask("MT_Free/Imgs/b.png", {});
    putJpeg("MT_Break/Imgs/c.jpg", 3);
    putMask("MT_Break/Imgs/c.png", {{1, 1, 5, 5}}, 1);   // masks of 0 and 1
    const ImportedSet set = readWith("mask_folder", at(""));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(3));
    QCOMPARE(set.classes == std::vector<std::string>({"Break", "Crack"}), true);
    const Item& crack = set.items[1];
    QCOMPARE(crack.annotations.size(), std::size_t(2));
    QCOMPARE(crack.annotations[0].className, std::string("Crack"));
    QCOMPARE(boxAt(crack, 0) == (Box{2, 3, 12, 8}), true);
    QCOMPARE(boxAt(crack, 1) == (Box{20, 20, 25, 29}), true);
    QCOMPARE(boxAt(set.items[0], 0) == (Box{1, 1, 5, 5}), true);
    QVERIFY(set.items[2].annotations.empty() && set.items[2].status == LabelStatus::Labelled);
  }

  void aRegionOfAnotherFormStaysAMask() {
    putJpeg("x/a.jpg", 1);
    Image mask(40, 30, 1);
    fillRect(mask, {4, 5, 8, 6}, 255);
    fillRect(mask, {4, 5, 5, 9}, 255);   // an L
    writePng(mask, at("x/a.png"));
    const ImportedSet set = readWith("mask_folder", at(""));
    QVERIFY(std::get<Mask>(set.items.at(0).annotations.at(0).shape) == (Mask{4, 5, 4, 4, {0, 5, 3, 1, 3, 1, 3}}));
  }

  void pngImagesHaveMaskInTheirName() {
    putImage(at("a.png"), 40, 30, 1);
    putMask("a_mask.png", {{2, 3, 12, 8}});
    ImportOptions options;
    options.classes = {"scratch"};
    const ImportedSet set = readWith("mask_folder", at(""), options);
    QCOMPARE(set.items.size(), std::size_t(1));
    QCOMPARE(set.items[0].annotations[0].className, std::string("scratch"));
  }

  void odditiesAreReported() {
    putJpeg("x/a.jpg", 1);
    putMask("x/a.png", {{2, 3, 12, 8}}, 255, 39);
    putJpeg("x/b.jpg", 2);
    putMask("x/b.png", {{2, 3, 3, 4}, {10, 10, 20, 20}});
    putJpeg("x/c.jpg", 3);
    putText(at("x/c.png"), "no mask");
    putJpeg("good/d.jpg", 4);
    putMask("good/d.png", {{2, 3, 12, 8}});
    const ImportedSet strict = readWith("mask_folder", at(""));
    ASSAY_VERIFY_PROBLEM(strict, Severity::Error, "a.png", "the mask is 39 x 30");
    const ImportedSet set = readWith("mask_folder", at(""), skipping());
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "a.png", "the mask is 39 x 30 but its image is 40 x 30");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "b.png", "1 region(s) below 4 pixels");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "c.png", "a text file");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "d.png", "the folder says `good`");
  }

  void imagesAloneAreNoMaskFolder() {
    putImage(at("a.png"), 4, 4, 1);
    QVERIFY(contains(errorOf([&] { readWith("mask_folder", at("")); }).message(), "a mask beside each"));
  }

  void magneticTilesAreReadWhole() {
    ASSAY_REQUIRE_SHARED_DATA(source, "defect/magnetic_tile");
    const ImportedSet set = readWith("mask_folder", source);
    QVERIFY2(!hasErrors(set.problems), problemText(set).c_str());
    std::map<std::string, int> images;
    int emptyUneven = 0;
    for (const Item& item : set.items) {
      ++images[item.group];
      emptyUneven += item.group == "MT_Uneven" && item.annotations.empty();
    }
    QCOMPARE(images["MT_Crack"], 57);
    QCOMPARE(images["MT_Free"], 952);
    QCOMPARE(images["MT_Uneven"], 103);
    QCOMPARE(emptyUneven, 6);   // four masks are empty, two hold specks alone
    QCOMPARE(set.items.size(), std::size_t(1344));
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "dataset.jpg", "lies in no class folder");
    QCOMPARE(set.classes == std::vector<std::string>({"Blowhole", "Break", "Crack", "Fray", "Uneven"}), true);
  }
};

QTEST_GUILESS_MAIN(MaskFolderTest)
#include "tst_mask_folder.moc"
