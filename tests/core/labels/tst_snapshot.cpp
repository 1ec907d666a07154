// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <fstream>

#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_labels.h"

using namespace assay;
namespace fs = std::filesystem;

class SnapshotTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anItemIsWrittenAsDocumented() {
    Snapshot snapshot{"detection", {"open"}, {}};
    Item item;
    item.path = "images/1.png";
    item.width = 640;
    item.height = 480;
    item.channels = 1;
    item.split = Split::Train;
    item.status = LabelStatus::Labelled;
    item.annotations = {{{7}, "open", Box{10, 20, 40, 60}, Origin::Human}};
    snapshot.items = {item};
    QCOMPARE(serialise(snapshot), std::string(
        "{\"format\":1,\"task\":\"detection\",\"classes\":[\"open\"]}\n"
        "{\"kind\":\"image\",\"path\":\"images/1.png\",\"sha256\":\"\",\"width\":640,\"height\":480,\"channels\":1,\"bits\":8,"
        "\"split\":\"train\",\"status\":\"labelled\",\"labels\":[{\"class\":\"open\",\"box\":[10.0,20.0,40.0,60.0],\"origin\":\"human\"}]}\n"));
  }

  void orderOfItemsAndLabelsIsNoContent() {
    Random random(3);
    for (int round = 0; round < 50; ++round) {
      Snapshot snapshot = randomSnapshot(random);
      const std::string hash = versionHash(snapshot);
      random.shuffle(std::span<Item>(snapshot.items));
      for (Item& item : snapshot.items) random.shuffle(std::span<Annotation>(item.annotations));
      QCOMPARE(versionHash(snapshot), hash);
    }
  }

  void everythingElseIsContent() {
    Random random(4);
    const Item item = randomItem(random, 1);
    const Snapshot snapshot{"detection", {"open"}, {item}};
    const auto differs = [&](auto change) {
      Snapshot other = snapshot;
      change(other);
      return versionHash(other) != versionHash(snapshot);
    };
    QVERIFY(differs([](Snapshot& s) { s.classes.push_back("b"); }));
    QVERIFY(differs([](Snapshot& s) { s.items[0].split = s.items[0].split == Split::Test ? Split::Train : Split::Test; }));
    QVERIFY(differs([](Snapshot& s) { s.items[0].sha256[0] = '0'; }));
    QVERIFY(differs([](Snapshot& s) { s.items[0].annotations.push_back({{}, "open", Box{0, 0, 1, 1}, Origin::Human}); }));
  }

  void randomVersionsReadBackAsTheyWere() {
    QTemporaryDir folder;
    Random random(5);
    for (int round = 0; round < 100; ++round) {
      const Snapshot snapshot = randomSnapshot(random);
      const std::string hash = writeSnapshot(snapshot, folder.path().toStdString());
      const Snapshot again = readSnapshot(fs::path(folder.path().toStdString()) / (hash + ".jsonl"));
      QCOMPARE(serialise(again), serialise(snapshot));
      QCOMPARE(again.items.size(), snapshot.items.size());
    }
  }

  void aChangedFileIsRefused() {
    QTemporaryDir folder;
    Random random(6);
    const std::string hash = writeSnapshot({"detection", {"open"}, {randomItem(random, 1)}}, folder.path().toStdString());
    const fs::path file = fs::path(folder.path().toStdString()) / (hash + ".jsonl");
    writeFileAtomically(file, readFile(file) + "\n");
    QVERIFY(failsWith(Code::BadInput, "another hash", [&] { readSnapshot(file); }));
  }

  void faultsNameTheLine() {
    QVERIFY(failsWith(Code::BadInput, ".jsonl:2: `width` is out of range", [&] {
      readText("{\"format\":1,\"task\":\"d\",\"classes\":[]}\n"
               "{\"kind\":\"image\",\"path\":\"a\",\"sha256\":\"\",\"width\":-1,\"height\":1,\"channels\":1,\"bits\":8,\"split\":\"none\",\"status\":\"labelled\",\"labels\":[]}\n");
    }));
    QVERIFY(failsWith(Code::NewerFormat, "format 9, this program reads up to 1", [&] { readText("{\"format\":9}\n"); }));
    QVERIFY(failsWith(Code::BadInput, "is empty", [&] { readText(""); }));
  }

  void damagedVersionsThrowErrorAndNothingElse() {
    Random random(8);
    const std::string good = serialise({"detection", {"open"}, {randomItem(random, 1), randomItem(random, 2)}});
    int refused = 0;
    for (int round = 0; round < 800; ++round) {
      std::string text = good;
      for (int64_t n = random.between(1, 5); n > 0; --n) text[std::size_t(random.below(int64_t(text.size())))] = char(random.between(32, 126));
      refused += !errorOf([&] { readText(text); }).message().empty();
    }
    QVERIFY(refused > 500);
  }

 private:
  /// Under its right name, so that only the content is to blame.
  void readText(const std::string& text) {
    const fs::path file = fs::path(folder_.path().toStdString()) / (sha256Hex(text) + ".jsonl");
    std::ofstream(file, std::ios::binary) << text;
    readSnapshot(file);
    fs::remove(file);
  }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(SnapshotTest)
#include "tst_snapshot.moc"
