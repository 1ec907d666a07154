// SPDX-License-Identifier: Apache-2.0
// From generated boards to boxes, through the real worker.
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random_seed.h"
#include "core/base/sha256.h"
#include "core/imaging/canvas.h"
#include "core/imaging/encode.h"
#include "core/imaging/shape_raster.h"
#include "core/job/event_log.h"
#include "core/job/run_directory.h"
#include "core/labels/snapshot.h"
#include "core/project/sample_boards.h"
#include "core/report/latency.h"
#include "tests/plugins/detector/worker_program.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

Json lastLine(const Answer& answer) {
  return parseJson(answer.out.trimmed().split('\n').last().toStdString(), "worker");
}

class Fixture {
 public:
  Fixture(const fs::path& folder, int boards, bool withReference, const OptionValues& overrides, bool withLabels = true) : root_(folder) {
    data_.task = "detection";
    data_.classes = {"open", "short", "mousebite", "spur", "copper", "pin-hole"};
    data_.items = generateBoards(folder / "images", boards, 3, {});
    for (std::size_t i = 0; i < data_.items.size(); ++i) {
      Item& item = data_.items[i];
      item.status = LabelStatus::Labelled;
      item.split = i % 4 == 3 ? Split::Test : Split::Train;
      if (!withReference) item.reference.clear();
      if (withLabels || item.split == Split::Test) continue;
      item.status = LabelStatus::Unlabelled;
      item.annotations.clear();
    }
    createRun(folder, data_, overrides);
  }
  QString run() const { return QString::fromStdString((root_ / "run").string()); }
  const Snapshot& data() const { return data_; }

 private:
  fs::path root_;
  Snapshot data_;
};

Snapshot discs(const fs::path& folder, int count, int cleanEvery = 0) {
  fs::create_directories(folder / "images");
  Snapshot data{"detection", {"disc"}, {}};
  Random random(11);
  for (int i = 0; i < count; ++i) {
    Image picture(96, 96, 1), disc(96, 96, 1);
    const bool isClean = cleanEvery > 0 && (i / 4) % cleanEvery == 0;
    if (!isClean) fillDisc(disc, {random.uniform(24, 72), random.uniform(24, 72)}, random.uniform(8, 16), 255);
    for (std::size_t p = 0; p < picture.byteCount(); ++p) picture.data()[p] = uint8_t(60 + random.below(50) + (disc.data()[p] ? 90 : 0));
    Item item;
    item.path = "images/" + std::to_string(i) + ".png";
    writeFileAtomically(folder / item.path, encodePng(picture));
    item.sha256 = sha256File(folder / item.path);
    item.width = item.height = 96;
    item.channels = 1;
    item.status = LabelStatus::Labelled;
    item.split = i % 4 == 3 ? Split::Test : Split::Train;
    if (!isClean) item.annotations.push_back({AnnotationId{}, "disc", *maskOf(disc), Origin::Human});
    data.items.push_back(std::move(item));
  }
  return data;
}

OptionValues limitedTo(int64_t steps) {
  OptionValues values;
  values.set("trainer.max_minutes", 0.0);
  values.set("trainer.max_steps", steps);
  values.set("trainer.evaluate_every", int64_t{0});
  values.set("trainer.ema_decay", 0.97);
  values.set("device.precision", std::string("fp32"));
  values.set("device.threads", int64_t{1});   // two tests that spin on the same cores take twenty times as long
  return values;
}

/// What is differentiated is the sum of its parts, each with its weight.
void expectTheLossToHoldBothLooks(const fs::path& file) {
  EventReader reader(file);
  int steps = 0;
  for (const Event& event : reader.poll()) {
    if (event.kind != "step") continue;
    const Json values = event.body["values"];
    const auto value = [&](const char* name) { return values.at(name).get<double>(); };
    const double sum = value("objectness") + value("class") + 4 * value("box") + value("edges") + 0.5 * value("quality");
    QVERIFY2(std::abs(value("loss") - sum) < 1e-3 * sum && value("edges") > 0 && value("quality") > 0, values.dump().c_str());
    ++steps;
  }
  QVERIFY(steps > 0);
}

}  // namespace

class DetectorTrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPairModelLearnsGeneratedBoards() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    OptionValues options = limitedTo(160);
    options.set("model.width", int64_t{24});
    const Fixture fixture(folder, 16, true, options);
    const QByteArray fault = trainAndJudge(fixture.run());
    QVERIFY2(fault.isEmpty(), fault);
    const Json result = readJson(fs::path(folder / "run/evaluations/test/result.json"));
    QCOMPARE(result["count"].get<int>(), 4);
    const double recall = result["metrics"]["recall_at_1fp"].get<double>();
    QVERIFY2(recall >= 0.7, qPrintable(QString("recall at one false box an image: %1").arg(recall)));
    QVERIFY(result["metrics"]["map33"].get<double>() > 0.15);
    QVERIFY(fs::exists(folder / "run/evaluations/test/artifacts/boxes.json"));

    const Item& item = fixture.data().items[3];
    const Json output = predict(fixture.run(), folder, {{"image", (folder / item.path).string()}, {"reference", (folder / item.reference).string()}});
    QVERIFY(!output["boxes"].empty());
    QVERIFY(output["proposals"].is_array());
    QVERIFY(output["threshold"].get<double>() != 0.5);   // chosen on held-out boards
    QVERIFY2(result["disclosures"].dump().find("held-out defects") != std::string::npos, result["disclosures"].dump().c_str());
    const std::string refused = predictedText(fixture.run(), folder, {{"image", (folder / item.path).string()}});
    QVERIFY2(refused.find("reference") != std::string::npos && refused.find("error") != std::string::npos, refused.c_str());
  }

  /// Nobody drew a box: made-up defects and the references teach it.
  void aPairModelLearnsWithoutLabels() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    OptionValues options = limitedTo(160);
    options.set("model.width", int64_t{24});
    const Fixture fixture(folder, 16, true, options, /*withLabels=*/false);
    const QByteArray fault = trainAndJudge(fixture.run());
    QVERIFY2(fault.isEmpty(), fault);
    const Json result = readJson(fs::path(folder / "run/evaluations/test/result.json"));
    const double recall = result["metrics"]["recall_at_1fp"].get<double>();
    QVERIFY2(recall >= 0.7, qPrintable(QString("recall at one false box an image: %1").arg(recall)));
    const Item& item = fixture.data().items[3];
    const Json output = predict(fixture.run(), folder, {{"image", (folder / item.path).string()}, {"reference", (folder / item.reference).string()}});
    QVERIFY(output["threshold"].get<double>() != 0.5);   // chosen on made-up defects
    QVERIFY2(result["disclosures"].dump().find("nothing is known of real ones") != std::string::npos, result["disclosures"].dump().c_str());
  }

  void aSingleImageModelTrainsAndJudges_data() {
    QTest::addColumn<QString>("backbone");
    QTest::newRow("plain") << "plain";
    QTest::newRow("lite0") << "lite0";
    QTest::newRow("resnest50") << "resnest50";
  }
  void aSingleImageModelTrainsAndJudges() {
    QFETCH(QString, backbone);
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    OptionValues options = limitedTo(4);
    options.set("model.backbone", backbone.toStdString());
    options.set("model.input_size", int64_t{128});
    options.set("model.anchor_scales", std::string("4, 8, 16"));
    options.set("trainer.batch_size", int64_t{4});
    const Fixture fixture(folder, 4, false, options);
    const Answer trained = worker({"train", "--run", fixture.run()});
    QVERIFY2(trained.exitCode == 0, trained.err);
    const Answer judged = worker({"evaluate", "--run", fixture.run(), "--split", "test"});
    QVERIFY2(judged.exitCode == 0, judged.err);
    QCOMPARE(lastLine(trained)["state"].get<std::string>(), std::string("done"));
    expectTheLossToHoldBothLooks(folder / "run/events.jsonl");
  }

  void theFileOfWeightsIsNeededOnce() {
    const fs::path pretrained = binFolder() / "../share/assay/pretrained/efficientnet-lite0.safetensors";
    if (!fs::exists(pretrained)) QSKIP("the pretrained weights were not fetched");
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString(), weights = folder / "weights.safetensors";
    OptionValues options = limitedTo(2);
    options.set("model.weights", std::string("weights.safetensors"));
    options.set("model.input_size", int64_t{128});
    options.set("trainer.batch_size", int64_t{4});
    const Fixture fixture(folder, 4, false, options);
    const Answer without = worker({"train", "--run", fixture.run()});
    QVERIFY2(without.exitCode != 0 && without.err.contains("the file of weights is missing"), without.err);
    fs::copy_file(pretrained, weights);
    const Answer trained = worker({"train", "--run", fixture.run()});
    QVERIFY2(trained.exitCode == 0, trained.err);
    writeFileAtomically(weights, "something else");
    const Answer again = worker({"train", "--run", fixture.run()});   // taken up from its checkpoint
    QVERIFY2(again.exitCode == 0, again.err);
    fs::remove(weights);
    const Answer judged = worker({"evaluate", "--run", fixture.run(), "--split", "test"});
    QVERIFY2(judged.exitCode == 0, judged.err);
  }

  /// Half of the images are clean: they are remembered, and images are judged as wholes, in a fresh process, too.
  void cleanImagesAreRememberedBesideDefects_data() {
    QTest::addColumn<bool>("channel");
    QTest::addColumn<int>("head");
    QTest::newRow("and seen as a map") << true << 5;
    QTest::newRow("and not seen") << false << 4;
  }
  void cleanImagesAreRememberedBesideDefects() {
    QFETCH(const bool, channel);
    QFETCH(const int, head);
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    Snapshot data = discs(folder, 96, /*cleanEvery=*/2);
    OptionValues options = limitedTo(20);
    options.set("model.backbone", std::string("plain"));
    options.set("model.input_size", int64_t{96});
    options.set("model.anomaly_channel", channel);
    options.set("model.memory", 3.0);       // a small one of pictures without their mirror images is quicker
    options.set("model.dihedral", false);
    createRun(folder, data, options);   // a tenth of the 36 clean ones would be too few to judge by
    const QString run = QString::fromStdString((folder / "run").string());
    const QByteArray fault = trainAndJudge(run);
    QVERIFY2(fault.isEmpty(), fault);
    const double auroc = readJson(folder / "run/evaluations/test/result.json")["metrics"]["image_auroc"].get<double>();
    QVERIFY2(auroc > 0.9, qPrintable(QString("image_auroc %1").arg(auroc)));
    const Json boxes = readJson(folder / "run/evaluations/test/artifacts/boxes.json");
    QVERIFY(boxes["knows_defects"].get<bool>());
    const Json& image = boxes["images"][0];
    const Json output = predict(run, folder, {{"image", (folder / image["image"].get<std::string>()).string()}});
    QCOMPARE(output["image_score"].get<double>(), image["score"].get<double>());
    QVERIFY(output["proposals"].is_array());
    for (const Json& place : output["proposals"]) QVERIFY(place["score"].get<double>() >= 0.95 && place["class"] == "disc");

    // Taken up again from its checkpoint, the run has nothing to do but to calibrate once more: with the same result.
    const QByteArray again = trainAndJudge(run);
    QVERIFY2(again.isEmpty(), again);
    QVERIFY(readJson(folder / "run/evaluations/test/artifacts/boxes.json") == boxes);

    // The checkpoint says what the network sees, whatever the options of today would.
    const fs::path checkpoint = RunDirectory(folder / "run").requireCheckpoint();
    QCOMPARE(readJson(checkpoint / "metadata.json")["head"].get<int>(), head);
    QString spec = QString::fromStdString(readFile(folder / "run/spec.yaml"));
    static const QRegularExpression line("anomaly_channel: [^\n]*");
    QVERIFY(spec.contains(line));
    spec.replace(line, QString("anomaly_channel: %1").arg(channel ? "false" : "true"));
    writeFileAtomically(folder / "run/spec.yaml", spec.toStdString());
    const Answer judged = worker({"evaluate", "--run", run, "--split", "test"});
    QVERIFY2(judged.exitCode == 0, judged.err);
    QVERIFY(readJson(folder / "run/evaluations/test/artifacts/boxes.json") == boxes);
  }

  void aMemoryThatIsAskedForNeedsEnoughCleanImages() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    OptionValues options = limitedTo(20);
    options.set("model.backbone", std::string("plain"));
    options.set("model.clean_memory", std::string("on"));
    createRun(folder, discs(folder, 32, /*cleanEvery=*/2), options);
    const QByteArray fault = trainAndJudge(QString::fromStdString((folder / "run").string()));
    QVERIFY2(fault.contains("a memory of clean images needs 20 of them to learn from and 5 held out"), fault);
  }

  /// Bright discs on noise, labelled by their pixels: boxes come back with the pixels in them.
  void masksAreLearnedAndGiven() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    const Snapshot data = discs(folder, 96);   // 24 of them are judged: enough to say how long one takes
    OptionValues options = limitedTo(120);
    options.set("model.backbone", std::string("plain"));
    options.set("model.input_size", int64_t{96});
    options.set("trainer.batch_size", int64_t{8});
    createRun(folder, data, options);
    const QString run = QString::fromStdString((folder / "run").string());
    const QByteArray fault = trainAndJudge(run);
    QVERIFY2(fault.isEmpty(), fault);
    const Json result = readJson(folder / "run/evaluations/test/result.json");
    QVERIFY(latencyFromJson(result["latency"], "result").p50 > 0);
    const double overlap = result["metrics"]["mask_iou"].get<double>();
    QVERIFY2(overlap >= 0.6, qPrintable(QString("mask_iou %1").arg(overlap)));

    const Item& item = data.items[3];
    const Json output = predict(run, folder, {{"image", (folder / item.path).string()}});
    QVERIFY(!output["boxes"].empty() && output["boxes"][0].contains("mask"));
    const Shape found = shapeFromJson({{"mask", output["boxes"][0]["mask"]}}, "output");
    QVERIFY(intersectionOverUnion(boundingBox(found), boundingBox(item.annotations[0].shape)) > 0.5);
  }
};

QTEST_GUILESS_MAIN(DetectorTrainingTest)
#include "tst_detector_training.moc"
