// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "core/plugin/catalogue.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

const char* const good = R"(id: demo
name: Demo
doc: A demonstration.
version: 1.2.0
compatible_since: 1.0.0
abi: 5
torch: 2.11.0
task: demonstration
item_kinds: [image]
formats: [coco]
library: libdemo.so
options:
  - {key: model.width, kind: integer, default: 8, min: 1, max: 64, label: Width, doc: Channels., unit: px}
  - {key: model.mode, kind: choice, default: fast, choices: [fast, fine], doc: How.}
defaults: {trainer.batch_size: 4}
presets: {quick: {trainer.max_minutes: 1}}
metrics: [{name: map33, doc: m, better: higher}]
artifacts: [boxes]
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) qFatal("the fixture has no such text");
  return text.replace(at, from.size(), to);
}

}  // namespace

class ManifestTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyFieldIsRead() {
    const PluginManifest manifest = readManifest(written("good", good));
    QCOMPARE(manifest.id, std::string("demo"));
    QCOMPARE(manifest.options.find("model.width")->maximum, std::optional<double>(64));
    QCOMPARE(std::get<std::string>(manifest.options.find("model.mode")->fallback), std::string("fast"));
    QCOMPARE(manifest.defaults.integer("trainer.batch_size"), 4);
    QVERIFY(manifest.presets.contains("quick"));
    QVERIFY(manifest.library.is_absolute());
  }

  void aNumberMayHaveAWord() {
    const PluginManifest manifest = readManifest(written("word", replaced(good, "min: 1", "min: 0, means: {0: as needed}")));
    const Option& width = *manifest.options.find("model.width");
    QCOMPARE(width.word, std::string("as needed"));
    QVERIFY(isWord(width, int64_t{0}) && isWord(width, 0.0) && !isWord(width, int64_t{8}));
  }

  void anOptionMayNameAFileOrAddTrainings() {
    const PluginManifest manifest = readManifest(written("file", replaced(replaced(good, "unit: px", "adds_trainings: true"), "kind: choice, default: fast, choices: [fast, fine]", "kind: file, default: a.bin")));
    const Option& file = *manifest.options.find("model.mode");
    QVERIFY(file.kind == OptionKind::File && !file.addsTrainings);
    QCOMPARE(std::get<std::string>(file.fallback), std::string("a.bin"));
    QVERIFY(manifest.options.find("model.width")->addsTrainings);
  }

  void brokenManifestsNameTheLine_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("said");
    QTest::newRow("unknown key") << "artifacts:" << "artefacts:" << "artefacts";
    QTest::newRow("unknown option key") << "unit: px" << "units: px" << "units";
    QTest::newRow("word for no number") << "unit: px" << "unit: px, means: {wide: all}" << "means";
    QTest::newRow("word of a choice") << "choices: [fast, fine]" << "choices: [fast, fine], means: {0: fast}" << "means";
    QTest::newRow("trainings of a choice") << "choices: [fast, fine]" << "choices: [fast, fine], adds_trainings: true" << "adds_trainings";
    QTest::newRow("unknown kind") << "kind: integer" << "kind: number" << "no kind";
    QTest::newRow("default outside its range") << "default: 8" << "default: 80" << "80";
    QTest::newRow("default of another type") << "default: 8" << "default: wide" << "wide";
    QTest::newRow("default that is no choice") << "default: fast" << "default: slow" << "slow";
    QTest::newRow("option outside model") << "key: model.width" << "key: trainer.width" << "model.";
    QTest::newRow("library with a path") << "library: libdemo.so" << "library: ../evil.so" << "file name";
    QTest::newRow("missing id") << "id: demo\n" << "" << "id";
    QTest::newRow("not yaml") << "name: Demo" << "name: [Demo" << "plugin.yaml";
  }
  void brokenManifestsNameTheLine() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, said);
    const fs::path file = written("broken", replaced(good, from.toStdString(), to.toStdString()));
    try {
      readManifest(file);
      QFAIL("it was accepted");
    } catch (const Error& error) {
      QVERIFY2(QString(error.what()).contains(said), error.what());
      QVERIFY2(QString(error.what()).contains("plugin.yaml"), error.what());
    }
  }

  void aNewerAbiIsRefusedWithBothNumbers() {
    const fs::path file = written("newer", replaced(good, "abi: 5", "abi: 99"));
    try {
      readManifest(file);
      QFAIL("it was accepted");
    } catch (const Error& error) {
      QCOMPARE(error.code(), Code::NewerFormat);
      QVERIFY2(QString(error.what()).contains("99"), error.what());
    }
  }

  void aBadPluginIsARowAndTheOthersStay() {
    written("all/bad", "id: [");
    written("all/good", good);
    const PluginCatalogue catalogue = PluginCatalogue::scan({root() / "all"});
    QCOMPARE(catalogue.entries().size(), std::size_t(2));
    QVERIFY(!catalogue.entries()[0].error.empty());
    QCOMPARE(catalogue.byId("demo").version, std::string("1.2.0"));
    QCOMPARE(catalogue.byTask("demonstration").id, std::string("demo"));
    QVERIFY_EXCEPTION_THROWN(catalogue.byId("bad"), Error);
    QVERIFY_EXCEPTION_THROWN(catalogue.byId("absent"), Error);
  }

 private:
  fs::path root() const { return folder_.path().toStdString(); }
  fs::path written(const std::string& name, const std::string& text) const {
    const fs::path folder = root() / name;
    fs::create_directories(folder);
    std::ofstream(folder / "plugin.yaml") << text;
    return folder / "plugin.yaml";
  }
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(ManifestTest)
#include "tst_manifest.moc"
