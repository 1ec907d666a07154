// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/formats/csv_reader.h"
#include "core/imaging/canvas.h"
#include "core/imaging/transform.h"
#include "core/project/sample_board_defects.h"
#include "core/project/sample_board_layout.h"
#include "core/project/sample_boards.h"
#include "core/project/sample_table.h"
#include "core/store/item_table.h"
#include "tests/support/test_files.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// Two horizontal tracks of 12 px, 20 px apart.
Image twoTracks() {
  Image copper(120, 120, 1);
  fillRect(copper, {0, 30, 120, 42}, 255);
  fillRect(copper, {0, 62, 120, 74}, 255);
  return copper;
}

std::string classAfter(const Box& box, uint8_t value) {
  Image after = twoTracks();
  fillRect(after, box, value);
  return defectClass(twoTracks(), after).value_or("unclear");
}

std::string bytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

class SampleBoardsTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }

 private Q_SLOTS:
  void initTestCase() { qputenv("ASSAY_PLUGIN_PATH", QByteArray(qgetenv("ASSAY_SOURCE") + "/plugins")); }

  void topologyNamesTheDefect() {
    QCOMPARE(classAfter({50, 28, 58, 44}, 0), std::string("open"));
    QCOMPARE(classAfter({50, 40, 58, 64}, 255), std::string("short"));
    QCOMPARE(classAfter({50, 28, 58, 35}, 0), std::string("mousebite"));
    QCOMPARE(classAfter({50, 20, 55, 31}, 255), std::string("spur"));
    QCOMPARE(classAfter({50, 90, 58, 98}, 255), std::string("copper"));
    QCOMPARE(classAfter({50, 34, 55, 38}, 0), std::string("pin-hole"));
  }

  void whatTwoPeopleWouldJudgeDifferentlyIsUnclear() {
    QCOMPARE(classAfter({50, 28, 58, 41}, 0), std::string("unclear"));   // one pixel of copper is left
    QCOMPARE(classAfter({50, 40, 58, 60}, 255), std::string("unclear")); // two pixels short of a short
    QCOMPARE(classAfter({50, 31, 55, 38}, 0), std::string("unclear"));   // a hole one pixel from the edge
    QCOMPARE(classAfter({50, 90, 52, 92}, 255), std::string("unclear")); // drowns in the edge noise
    QCOMPARE(classAfter({50, 31, 55, 40}, 255), std::string("unclear")); // nothing changed
  }

  void everyDefectOfABoardIsWhatItsLabelSays() {
    for (uint64_t seed = 0; seed < 6; ++seed) {
      Random random(seed);
      const Image clean = drawBoard(random).copper;
      Image damaged = clean;
      const std::vector<BoardDefect> defects = addDefects(damaged, 10, random);
      QVERIFY(defects.size() >= 3);
      for (const BoardDefect& d : defects) {
        const int x = int(d.box.x1) - 12, y = int(d.box.y1) - 12, w = int(d.box.width()) + 24, h = int(d.box.height()) + 24;
        QVERIFY(d.box.width() >= smallestDefectBox && d.box.width() <= largestDefectBox);
        QVERIFY(d.box.height() >= smallestDefectBox && d.box.height() <= largestDefectBox);
        // Only this defect: all that changed outside its box is put back.
        Image after = crop(clean, x, y, w, h);
        const Image inside = crop(damaged, int(d.box.x1), int(d.box.y1), int(d.box.width()), int(d.box.height()));
        for (int r = 0; r < inside.height(); ++r) std::copy_n(inside.row(r), inside.width(), after.row(r + 12) + 12);
        QCOMPARE(defectClass(crop(clean, x, y, w, h), after).value_or("unclear"), d.className);
      }
    }
  }

  void equalSeedsGiveEqualBytes() {
    const std::vector<Item> a = generateBoards(at("a"), 3, 5, {}), b = generateBoards(at("b"), 3, 5, {}), c = generateBoards(at("c"), 3, 6, {});
    for (std::size_t i = 0; i < 3; ++i) {
      QVERIFY(bytesOf(a[i].path) == bytesOf(b[i].path) && bytesOf(a[i].reference) == bytesOf(b[i].reference));
      QCOMPARE(a[i].annotations == b[i].annotations, true);
    }
    QVERIFY(bytesOf(a[0].path) != bytesOf(c[0].path));
  }

  void picturesAreBlackCopperOnWhite() {
    const std::vector<Item> items = generateBoards(at("look"), 4, 1, {});
    for (const Item& item : items) {
      QVERIFY(item.annotations.size() >= 3 && item.annotations.size() <= 12);
      for (const std::string& file : {item.path, item.reference}) {
        const Image image = decodeImage(file);
        QVERIFY(image.width() == 640 && image.height() == 640 && image.channels() == 1 && image.bitDepth() == 8);
        int64_t copper = 0;
        for (std::size_t i = 0; i < image.byteCount(); ++i) {
          QVERIFY(image.data()[i] == 0 || image.data()[i] == 255);
          copper += image.data()[i] == 0;
        }
        QVERIFY(copper > 640 * 640 / 50 && copper < 640 * 640 * 19 / 20);
      }
      for (const Annotation& label : item.annotations) {
        const Box box = boundingBox(label.shape);
        QVERIFY(box.x1 >= 0 && box.y1 >= 0 && box.x2 <= 640 && box.y2 <= 640);
      }
    }
  }

  void aSampleProjectIsCompleteAndSplit() {
    const Project project = createSampleBoards(at("project"), 10, 3, {});
    QCOMPARE(project.classes.size(), std::size_t(6));
    Database database(project.databaseFile(), OpenMode::ReadOnly);
    std::map<Split, int> splits;
    for (const Item& item : listItems(database, With::Annotations)) {
      ++splits[item.split];
      QVERIFY(item.path.starts_with("images/") && item.reference.starts_with("images/") && !item.annotations.empty());
      QCOMPARE(item.status, LabelStatus::Labelled);
    }
    QVERIFY(splits[Split::Train] == 6 && splits[Split::Valid] == 1 && splits[Split::Test] == 3);
  }

  void aStoppedGeneratorLeavesNothing() {
    Progress progress;
    progress.cancel.request();
    QCOMPARE(errorOf([&] { createSampleBoards(at("stopped"), 5, 1, progress); }).code(), Code::Stopped);
    QVERIFY(!fs::exists(at("stopped")));
    QCOMPARE(errorOf([&] { createSampleBoards(at("none"), 0, 1, {}); }).code(), Code::BadOption);
    QVERIFY(!fs::exists(at("none")));
  }

  void theTableFollowsItsRule() {
    const Project project = createSampleTable(at("table"), 1000, 4, {});
    QCOMPARE(project.task, std::string("table"));
    const CsvTable train = readCsv(project.root / "data/train.csv");
    QCOMPARE(train.rows.size(), std::size_t(600));
    QCOMPARE(readCsv(project.root / "data/test.csv").rows.size(), std::size_t(300));
    int follows = 0, fails = 0;
    for (const auto& row : train.rows) {
      const double rule = std::stod(row[0]) + std::stod(row[1]) * std::stod(row[2]) - 0.5 * std::stod(row[3]);
      follows += (rule > 0.2) == (row[4] == "fail");
      fails += row[4] == "fail";
    }
    QVERIFY(follows >= 540 && follows <= 595);   // 95 % of 600 is 570, four standard deviations are 21
    QVERIFY(fails > 150 && fails < 450);
    Database database(project.databaseFile(), OpenMode::ReadOnly);
    const std::vector<Item> items = listItems(database, With::ItemsOnly);
    QCOMPARE(items.size(), std::size_t(3));
    QCOMPARE(items[0].kind, ItemKind::Table);
  }
};

QTEST_GUILESS_MAIN(SampleBoardsTest)
#include "tst_sample_boards.moc"
