// SPDX-License-Identifier: Apache-2.0
// What a format writes it reads back the same, within its own precision; and it says what it cannot hold.
#include <QtTest>

#include <cmath>

#include "core/base/sha256.h"
#include "core/imaging/canvas.h"
#include "core/imaging/shape_raster.h"
#include "tests/core/formats/format_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> boardClasses = {"open", "short", "mousebite", "spur", "copper", "pin-hole"};

/// Disjoint boxes on a grid of 40 px cells, so that masks keep them apart.
std::vector<Annotation> randomBoxes(Random& random, bool wholePixels, const std::string& onlyClass) {
  std::vector<Annotation> labels;
  for (int cell = 0; cell < 16; ++cell) {
    if (!random.chance(0.4)) continue;
    const double x = cell % 4 * 40 + random.uniform(1, 12), y = cell / 4 * 40 + random.uniform(1, 12);
    Box box{x, y, x + random.uniform(5, 24), y + random.uniform(5, 24)};
    if (wholePixels) box = {std::round(box.x1), std::round(box.y1), std::round(box.x2), std::round(box.y2)};
    const std::string name = onlyClass.empty() ? boardClasses[std::size_t(random.below(6))] : onlyClass;
    labels.push_back({AnnotationId{}, name, box, Origin::Human});
  }
  return labels;
}

bool sameBox(const Box& a, const Box& b, double tolerance) {
  return std::abs(a.x1 - b.x1) <= tolerance && std::abs(a.y1 - b.y1) <= tolerance && std::abs(a.x2 - b.x2) <= tolerance &&
         std::abs(a.y2 - b.y2) <= tolerance;
}

bool hasLoss(const ExportReport& report, const std::string& part) {
  return std::any_of(report.losses.begin(), report.losses.end(), [&](const std::string& line) { return contains(line, part); });
}

std::string lossText(const ExportReport& report) {
  std::string text = "losses:";
  for (const std::string& line : report.losses) text += "\n  " + line;
  return text;
}

}  // namespace

class RoundTripTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

  Item makeItem(int number, uint64_t seed) {
    const std::string stem = "images/board_" + std::to_string(number);
    putImage(at(stem + "_test.png"), 160, 160, seed);
    putImage(at(stem + "_temp.png"), 160, 160, seed + 5000);
    Item item;
    item.path = stem + "_test.png";
    item.reference = stem + "_temp.png";
    item.sha256 = sha256File(at(item.path));
    item.width = item.height = 160;
    item.channels = 1;
    item.status = LabelStatus::Labelled;
    item.group = "group20085";
    return item;
  }

  Snapshot randomSnapshot(uint64_t seed, bool wholePixels, bool oneClassAnImage) {
    Random random(seed);
    Snapshot snapshot{"detection", boardClasses, {}};
    for (int i = 0; i < 8; ++i) {
      Item item = makeItem(i, seed * 100 + uint64_t(i));
      item.annotations = randomBoxes(random, wholePixels, oneClassAnImage ? boardClasses[std::size_t(random.below(6))] : "");
      item.split = i % 4 == 3 ? Split::Test : Split::Train;
      snapshot.items.push_back(std::move(item));
    }
    return snapshot;
  }

  void compare(const Snapshot& before, const ImportedSet& after, double tolerance, bool keepsSplit) {
    QVERIFY2(after.problems.empty(), problemText(after).c_str());
    QCOMPARE(after.items.size(), before.items.size());
    for (const Item& item : before.items) {
      const auto same = std::find_if(after.items.begin(), after.items.end(), [&](const Item& i) { return i.sha256 == item.sha256; });
      QVERIFY(same != after.items.end());
      QCOMPARE(same->annotations.size(), item.annotations.size());
      if (keepsSplit) QCOMPARE(same->split, item.split);
      for (const Annotation& label : item.annotations)
        QVERIFY(std::any_of(same->annotations.begin(), same->annotations.end(), [&](const Annotation& other) {
          return other.className == label.className && sameBox(boundingBox(other.shape), boundingBox(label.shape), tolerance);
        }));
    }
  }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void masksComeBack_data() {
    QTest::addColumn<QString>("format");
    QTest::newRow("coco") << "coco";
    QTest::newRow("mask_folder") << "mask_folder";
  }
  /// Connected ones of random outlines, none of them a box.
  void masksComeBack() {
    QFETCH(QString, format);
    Random random(21);
    Snapshot before = randomSnapshot(3, true, true);
    for (Item& item : before.items)
      for (Annotation& label : item.annotations) {
        const Box box = boundingBox(label.shape);
        Image drawn(160, 160, 1);
        fillRect(drawn, {box.x1, box.y1, box.x1 + 1, box.y2}, 255);
        for (double y = box.y1; y < box.y2; ++y) fillRect(drawn, {box.x1, y, box.x1 + 1 + double(random.below(int64_t(box.width()))), y + 1}, 255);
        fillRect(drawn, {box.x1, box.y1, box.x2, box.y1 + 1}, 255);
        fillRect(drawn, {box.x2 - 1, box.y2 - 1, box.x2, box.y2}, 0);
        label.shape = *maskOf(drawn);
      }
    const ExportReport report = formatByName(format.toStdString()).write(before, at(""), at("out"), {});
    QVERIFY2(!hasLoss(report, "mask(s)") && !hasLoss(report, "part(s)"), lossText(report).c_str());
    const ImportedSet after = readWith(format.toUtf8().constData(), at("out"));
    QVERIFY2(after.problems.empty(), problemText(after).c_str());
    for (const Item& item : before.items) {
      const auto same = std::find_if(after.items.begin(), after.items.end(), [&](const Item& i) { return i.sha256 == item.sha256; });
      QVERIFY(same != after.items.end());
      QCOMPARE(same->annotations.size(), item.annotations.size());
      for (const Annotation& label : item.annotations)
        QVERIFY(std::any_of(same->annotations.begin(), same->annotations.end(), [&](const Annotation& other) { return other.shape == label.shape; }));
    }
  }

  void boxesComeBack_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<bool>("wholePixels");
    QTest::addColumn<bool>("oneClassAnImage");
    QTest::addColumn<bool>("keepsSplit");
    QTest::newRow("coco") << "coco" << false << false << true;
    QTest::newRow("yolo") << "yolo" << false << false << true;
    QTest::newRow("voc") << "voc" << true << false << true;
    QTest::newRow("deeppcb") << "deeppcb" << true << false << true;
    QTest::newRow("mask_folder") << "mask_folder" << true << true << false;
  }
  void boxesComeBack() {
    QFETCH(QString, format);
    QFETCH(bool, wholePixels);
    QFETCH(bool, oneClassAnImage);
    QFETCH(bool, keepsSplit);
    const Format& f = formatByName(format.toStdString());
    for (uint64_t seed = 1; seed <= 4; ++seed) {
      const Snapshot snapshot = randomSnapshot(seed, wholePixels, oneClassAnImage);
      const fs::path out = at("out" + std::to_string(seed));
      const ExportReport report = f.write(snapshot, at(""), out, {});
      QCOMPARE(report.items, int64_t(8));
      QVERIFY2(!hasLoss(report, "rounded"), lossText(report).c_str());
      compare(snapshot, f.read(out, {}, {}), 1e-6, keepsSplit);
    }
  }

  void oneCocoFileRefersToTheImages() {
    const Snapshot snapshot = randomSnapshot(1, false, false);
    const ExportReport report = formatByName("coco").write(snapshot, at(""), at("labels.json"), {});
    QVERIFY(hasLoss(report, "8 reference image(s)") && hasLoss(report, "8 split mark(s)"));
    compare(snapshot, readWith("coco", at("labels.json")), 0, false);
  }

  void cocoAndYoloKeepPolygons() {
    Snapshot snapshot{"detection", {"open"}, {makeItem(0, 3)}};
    snapshot.items[0].annotations = {{AnnotationId{}, "open", Polygon{{{10, 10}, {50, 12.5}, {20, 60}}}, Origin::Human}};
    for (const char* name : {"coco", "yolo"}) {
      formatByName(name).write(snapshot, at(""), at(name), {});
      const ImportedSet set = readWith(name, at(name));
      const auto* polygon = std::get_if<Polygon>(&set.items.at(0).annotations.at(0).shape);
      QVERIFY(polygon && polygon->points.size() == 3 && std::abs(polygon->points[1].y - 12.5) < 1e-9);
    }
  }

  void lossesAreCounted() {
    Snapshot snapshot = randomSnapshot(2, false, false);
    snapshot.classes.push_back("scratch");
    for (Item& item : snapshot.items) item.annotations.clear();
    snapshot.items[0].status = LabelStatus::Unlabelled;
    snapshot.items[1].status = LabelStatus::Withheld;
    snapshot.items[2].annotations = {{AnnotationId{}, "open", Polygon{{{10, 10}, {50, 12}, {20, 60}}}, Origin::Human},
                                     {AnnotationId{}, "scratch", Box{1, 1, 20, 20}, Origin::Human},
                                     {AnnotationId{}, "spur", Box{100.25, 100, 120, 120}, Origin::Human}};
    snapshot.items[3].reference.clear();
    snapshot.items[4].split = Split::Valid;
    const ExportReport report = formatByName("deeppcb").write(snapshot, at(""), at("d"), {});
    QCOMPARE(report.items, int64_t(5));
    QCOMPARE(report.annotations, int64_t(2));
    QVERIFY2(hasLoss(report, "2 image(s) left out: not labelled") && hasLoss(report, "1 label(s) of class `scratch`") &&
                 hasLoss(report, "1 polygon(s) written as their boxes") && hasLoss(report, "1 box(es) rounded") &&
                 hasLoss(report, "1 image(s) left out: DeepPCB needs a template") && hasLoss(report, "1 image(s) of the valid split"),
             lossText(report).c_str());
    const ExportReport masks = formatByName("mask_folder").write(snapshot, at(""), at("m"), {});
    QVERIFY2(hasLoss(masks, "took the class of their image") && hasLoss(masks, "split mark(s)"), lossText(masks).c_str());
    const ExportReport voc = formatByName("voc").write(snapshot, at(""), at("v"), {});
    QVERIFY2(hasLoss(voc, "reference image(s)") && hasLoss(voc, "rounded"), lossText(voc).c_str());
  }

  void equalNamesInTwoFoldersStayApart() {
    Snapshot snapshot{"detection", {"open"}, {makeItem(0, 3), makeItem(1, 4)}};
    fs::create_directories(at("images/b"));
    fs::rename(at(snapshot.items[1].path), at("images/b/board_0_test.png"));
    snapshot.items[1].path = "images/b/board_0_test.png";
    for (const char* name : {"coco", "yolo", "voc", "mask_folder", "deeppcb"}) {
      formatByName(name).write(snapshot, at(""), at(name), {});
      QCOMPARE(readWith(name, at(name)).items.size(), std::size_t(2));
    }
  }

  void aMissingImageStopsTheExport() {
    Snapshot snapshot{"detection", {"open"}, {makeItem(0, 3)}};
    fs::remove(at(snapshot.items[0].path));
    const Error error = errorOf([&] { formatByName("yolo").write(snapshot, at(""), at("y"), {}); });
    QVERIFY2(error.code() == Code::NotFound && contains(error.what(), "board_0_test.png"), error.what());
  }
};

QTEST_GUILESS_MAIN(RoundTripTest)
#include "tst_round_trip.moc"
