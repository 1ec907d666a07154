// SPDX-License-Identifier: Apache-2.0
// From clean pictures to a verdict, through the real worker.
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random_seed.h"
#include "core/imaging/decode.h"
#include "core/job/run_directory.h"
#include "core/labels/snapshot.h"
#include "plugins/detector/box_geometry.h"
#include "tests/plugins/detector/worker_program.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// With noise.
Image stripes(Random& random, int width, int height) {
  Image image(width, height, 1);
  const double shift = random.uniform(0, 6), light = random.uniform(0.8, 1.2);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      image.row(y)[x] = uint8_t(std::clamp(light * (110 + 25 * std::sin((x + shift) / 3.0)) + random.uniform(-8, 8), 0.0, 255.0));
  return image;
}

/// A dark patch where there is a defect.
Image tile(uint64_t seed, bool hasDefect) {
  Random random(seed);
  Image image = stripes(random, 160, 120);
  const int left = 40 + int(random.uniform(0, 60)), top = 30 + int(random.uniform(0, 40));
  for (int y = top; hasDefect && y < top + 24; ++y)
    for (int x = left; x < left + 30; ++x) image.row(y)[x] = uint8_t(image.row(y)[x] / 5);
  return image;
}

/// 8 bits in a file of 16, as some converters write: the upper bytes hold nothing.
Image dark16(const Image& image) {
  Image deep(image.width(), image.height(), 1, 16);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) deep.row16(y)[x] = uint16_t(image.row(y)[x]);
  return deep;
}

class Tiles {
 public:
  Tiles(const fs::path& folder, int clean, int bitDepth = 8) : bitDepth_(bitDepth) {
    data_.task = "detection";
    data_.classes = {"stain", "hole"};
    fs::create_directories(folder / "images");
    for (int i = 0; i < clean; ++i) add(folder, Split::Train, false);
    for (int i = 0; i < 12; ++i) add(folder, Split::Test, i % 2 == 1);
    OptionValues options;
    options.set("device.threads", int64_t{1});   // two tests that spin on the same cores take twenty times as long
    createRun(folder, data_, options);
  }
  const Snapshot& data() const { return data_; }

 private:
  void add(const fs::path& folder, Split split, bool hasDefect) {
    const std::size_t number = data_.items.size();
    Item item;
    item.id = ItemId{int64_t(number) + 1};
    item.path = "images/" + std::to_string(number) + ".png";
    item.sha256 = std::string(64, 'a');
    item.width = 160;
    item.height = 120;
    item.channels = 1;
    item.split = split;
    item.status = LabelStatus::Labelled;
    if (hasDefect) item.annotations.push_back({.className = "stain", .shape = Box{40, 30, 100, 80}});
    item.bitDepth = bitDepth_;
    const Image image = tile(number, hasDefect);
    writePng(bitDepth_ == 16 ? dark16(image) : image, folder / item.path);
    data_.items.push_back(std::move(item));
  }
  const int bitDepth_;
  Snapshot data_;
};

}  // namespace

class NormalTrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanPicturesAloneTellStrangeOnesApart_data() {
    QTest::addColumn<int>("bitDepth");
    QTest::newRow("8 bits") << 8;
    QTest::newRow("10 bits in 16") << 16;
  }

  void cleanPicturesAloneTellStrangeOnesApart() {
    QFETCH(const int, bitDepth);
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    const Tiles tiles(folder, 12, bitDepth);
    const QString run = QString::fromStdString((folder / "run").string());
    const QByteArray fault = trainAndJudge(run);
    QVERIFY2(fault.isEmpty(), fault);
    const Json result = readJson(folder / "run/evaluations/test/result.json");
    QCOMPARE(result["count"].get<int>(), 12);
    QVERIFY2(result["metrics"]["image_auroc"].get<double>() >= 0.95, result.dump().c_str());
    const Json table = readJson(folder / "run/evaluations/test/artifacts/images.json");
    QCOMPARE(table["rows"][0][1].get<int>(), 6);

    // A fresh process says the same, and where.
    const std::string strange = (folder / tiles.data().items[13].path).string();
    const Json first = predict(run, folder, {{"image", strange}}), again = predict(run, folder, {{"image", strange}});
    QVERIFY(first == again);
    QVERIFY(first["image_score"].get<double>() > 0.95);
    QVERIFY(!first["boxes"].empty());
    QCOMPARE(first["boxes"][0]["class"].get<std::string>(), std::string("anomaly"));
    const Json box = first["boxes"][0]["box"];
    QVERIFY(box[0].get<double>() >= 0 && box[2].get<double>() <= 160 && box[3].get<double>() <= 120);
  }

  /// Stripes of 640 px with a faint speck of 6 px, which is 3 of the whole image brought to the memory's sizes: in tiles it is found, where it is.
  void largeImagesAreRememberedInTiles() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    Snapshot data;
    data.task = "detection";
    data.classes = {"speck", "hole"};
    fs::create_directories(folder / "images");
    const Box speck{501, 131, 507, 137};
    for (int i = 0; i < 14; ++i) {
      const bool hasDefect = i >= 8 && i % 2 == 1;
      Item item;
      item.id = ItemId{i + 1};
      item.path = "images/" + std::to_string(i) + ".png";
      item.sha256 = std::string(64, 'a');
      item.width = 640;
      item.height = 256;
      item.channels = 1;
      item.split = i < 8 ? Split::Train : Split::Test;
      item.status = LabelStatus::Labelled;
      if (hasDefect) item.annotations.push_back({.className = "speck", .shape = speck});
      Random random(uint64_t(i) + 1);
      Image image = stripes(random, item.width, item.height);
      for (int y = int(speck.y1); hasDefect && y < int(speck.y2); ++y)
        for (int x = int(speck.x1); x < int(speck.x2); ++x) image.row(y)[x] = uint8_t(image.row(y)[x] / 2);
      writePng(image, folder / item.path);
      data.items.push_back(std::move(item));
    }
    OptionValues options;
    options.set("device.threads", int64_t{1});
    options.set("model.tile", int64_t{256});
    options.set("model.tile_overlap", int64_t{64});
    options.set("model.dihedral", false);   // a small memory of pictures without their mirror images is quicker
    options.set("model.memory", 3.0);
    createRun(folder, data, options);
    const QString run = QString::fromStdString((folder / "run").string());
    const QByteArray fault = trainAndJudge(run);
    QVERIFY2(fault.isEmpty(), fault);
    // Of the smallest size, a memory keeps all four rows of each picture: eight images in three tiles.
    const Json metadata = readJson(RunDirectory(folder / "run").requireCheckpoint() / "metadata.json");
    QCOMPARE(metadata["memories"][0]["rows"].get<int>(), 8 * 3 * 4);
    QVERIFY(metadata["tiled"].get<bool>());
    const Json result = readJson(folder / "run/evaluations/test/result.json");
    const double auroc = result["metrics"]["image_auroc"].get<double>();
    QVERIFY2(auroc == 1, result.dump().c_str());
    const Json output = predict(run, folder, {{"image", (folder / data.items[9].path).string()}});
    QVERIFY(!output["boxes"].empty());
    const Json box = output["boxes"][0]["box"];
    const Box found{box[0].get<double>(), box[1].get<double>(), box[2].get<double>(), box[3].get<double>()};
    QVERIFY2(detector::overlapArea(found, speck) > 0 && found.width() < 300, box.dump().c_str());
  }

  void tooFewAreRefusedWithTheNumberThatIsMissing() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    const Tiles tiles(folder, 3);
    const Answer trained = worker({"train", "--run", QString::fromStdString((folder / "run").string())});
    QVERIFY(trained.exitCode != 0);
    QVERIFY2(trained.err.contains("at least 5") || trained.out.contains("at least 5"), trained.err + trained.out);
  }
};

QTEST_GUILESS_MAIN(NormalTrainingTest)
#include "tst_normal_training.moc"
