// SPDX-License-Identifier: Apache-2.0
// The real worker on a graph made by a rule: train, stop, resume, evaluate, predict.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/base/line_reader.h"
#include "core/base/paths.h"
#include "core/base/random_seed.h"
#include "core/base/sha256.h"
#include "core/job/run_directory.h"
#include "core/labels/snapshot.h"
#include "core/plugin/catalogue.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 240000;   // ms; a machine under load, never a promise
constexpr int pairs = 200;

struct Ended {
  int code = -1;
  Json answer;
  QString errors;
};

Ended runWorker(const QStringList& arguments) {
  QProcess process;
  process.start(QString::fromStdString(siblingProgram("assay-worker").string()), arguments);
  if (!process.waitForFinished(patience)) process.kill();
  Ended ended;
  ended.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  const QByteArray lines = process.readAllStandardOutput().trimmed();
  ended.errors = QString::fromUtf8(process.readAllStandardError() + lines);
  if (!lines.isEmpty()) ended.answer = parseJson(lines.mid(lines.lastIndexOf('\n') + 1).toStdString(), "stdout");
  return ended;
}

/// Each owner owns one thing, and every thing is owned_by its owner: what is held out follows from the other.
struct RuleGraph {
  std::string train, test;
};

RuleGraph ownersAndThings() {
  RuleGraph graph;
  Random random(5);
  std::vector<int> things(pairs);
  for (int i = 0; i < pairs; ++i) things[std::size_t(i)] = i;
  random.shuffle(std::span(things));
  for (int i = 0; i < pairs; ++i) {
    const std::string owner = "owner" + std::to_string(i), thing = "thing" + std::to_string(things[std::size_t(i)]);
    graph.train += owner + "\towns\t" + thing + "\n";
    (i % 10 == 0 ? graph.test : graph.train) += thing + "\towned_by\t" + owner + "\n";
  }
  return graph;
}

Item triplesItem(const fs::path& root, const std::string& name, Split split, const std::string& text) {
  writeFileAtomically(root / name, text);
  Item item;
  item.kind = ItemKind::Triples;
  item.path = name;
  item.sha256 = sha256Hex(text);
  item.split = split;
  item.status = LabelStatus::Labelled;
  return item;
}

OptionValues with(const OptionValues& base, const std::string& key, OptionValue value) {
  OptionValues options = base;
  options.set(key, std::move(value));
  return options;
}

}  // namespace

class KgWorkerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void aRuleIsLearntJudgedAndAskedFor() {
    const RunDirectory run = makeRun("1");
    const Ended trained = train(run);
    QVERIFY2(trained.code == 0, qPrintable(trained.errors));
    QVERIFY(run.status().metrics.contains("mrr"));

    const Ended judged = runWorker({"evaluate", "--run", text(run.folder()), "--split", "test"});
    QVERIFY2(judged.code == 0, qPrintable(judged.errors));
    QCOMPARE(judged.answer["count"].get<int>(), 2 * pairs / 10);
    QVERIFY2(judged.answer["metrics"]["mrr"].get<double>() > 0.9, judged.answer.dump().c_str());
    QVERIFY(judged.answer["metrics"].contains("baseline_mrr"));
    for (const char* name : {"parts", "relations", "hits"})
      QVERIFY(fs::exists(run.evaluation("test").artifactsFolder() / (std::string(name) + ".json")));

    writeFileAtomically(root() / "in.json", R"({"inputs":[{"head":"owner3","relation":"owns"},{"head":"nobody","relation":"owns"},{"neighbours":"owner3"}]})");
    const Ended asked = runWorker({"predict", "--run", text(run.folder()), "--inputs", text(root() / "in.json"), "--out", text(root() / "out.json")});
    QVERIFY2(asked.code == 0, qPrintable(asked.errors));
    const Json outputs = readJson(root() / "out.json")["outputs"];
    QCOMPARE(outputs[0]["answers"][0]["known"].get<bool>(), true);
    QCOMPARE(outputs[0]["answers"].size(), std::size_t{10});
    QCOMPARE(outputs[1]["error"]["code"].get<std::string>(), std::string("not_found"));
    QCOMPARE(outputs[2]["count"].get<int>(), 2);
  }

  void everyScorerAndKindOfNegativesLearns_data() {
    QTest::addColumn<QString>("scorer");
    QTest::addColumn<QString>("negatives");
    QTest::newRow("DistMult") << "distmult" << "all";
    QTest::newRow("TransE") << "transe" << "auto";
    QTest::newRow("RotatE") << "rotate" << "auto";
    QTest::newRow("ComplEx, shared sample") << "complex" << "shared";
  }
  void everyScorerAndKindOfNegativesLearns() {
    QFETCH(QString, scorer);
    QFETCH(QString, negatives);
    OptionValues options = with({}, "model.scorer", scorer.toStdString());
    options.set("model.negatives", negatives.toStdString());
    options.set("model.negative_count", int64_t{100});
    const RunDirectory run = makeRun("1", options);
    const Ended trained = train(run);
    QVERIFY2(trained.code == 0, qPrintable(trained.errors));
    const Ended judged = runWorker({"evaluate", "--run", text(run.folder()), "--split", "test"});
    QVERIFY2(judged.answer["metrics"]["mrr"].get<double>() > 0.3, judged.answer.dump().c_str());   // chance is .015
  }

  void equalSeedsGiveEqualBits() {
    const OptionValues brief = with({}, "trainer.max_epochs", int64_t{3});
    for (const char* name : {"1", "2"}) QCOMPARE(train(makeRun(name, brief)).code, 0);
    QVERIFY(train(makeRun("3", with(brief, "seed", int64_t{4}))).code == 0);
    QVERIFY(bytesOf("1") == bytesOf("2"));
    QVERIFY(bytesOf("1") != bytesOf("3"));
  }

  void aResumedRunEqualsAnUninterruptedOne_data() {
    QTest::addColumn<QString>("negatives");
    for (const char* negatives : {"all", "shared"}) QTest::newRow(negatives) << negatives;
  }
  void aResumedRunEqualsAnUninterruptedOne() {
    QFETCH(QString, negatives);
    OptionValues options = with({}, "trainer.max_epochs", int64_t{6});
    options.set("model.negatives", negatives.toStdString());
    options.set("model.baseline", false);
    options.set("trainer.checkpoint_minutes", 1e-9);   // after every step
    QCOMPARE(train(makeRun("1", options)).code, 0);
    const RunDirectory broken = makeRun("2", options);
    broken.requestStop();
    QCOMPARE(train(broken).code, 5);   // before the first step
    broken.clearStop();
    QProcess process;
    process.start(QString::fromStdString(siblingProgram("assay-worker").string()), {"train", "--run", text(broken.folder())});
    QTRY_VERIFY_WITH_TIMEOUT(broken.lastCheckpoint() && broken.lastCheckpoint()->filename() > "00000009", patience);
    process.kill();
    QVERIFY(process.waitForFinished(patience));
    const Ended resumed = train(broken);
    QVERIFY2(resumed.code == 0, qPrintable(resumed.errors));
    QVERIFY(bytesOf("1") == bytesOf("2"));
  }

  void aModelOfAnotherGraphIsRefused() {
    const RunDirectory run = makeRun("1", with({}, "trainer.max_epochs", int64_t{1}));
    QCOMPARE(train(run).code, 0);
    writeFileAtomically(root() / "train-1.txt", "owner1\towns\tthing7\nthing7\towned_by\towner1\n");
    const Ended judged = runWorker({"evaluate", "--run", text(run.folder()), "--split", "test"});
    QVERIFY2(judged.code == 3 && judged.errors.contains("another graph"), qPrintable(judged.errors));
  }

  void newEntitiesAreLearntBesideTheOldOnes() {
    QCOMPARE(train(makeRun("1")).code, 0);
    RuleGraph grown = ownersAndThings();
    grown.train = "newcomer\towns\tnovelty\n" + grown.train;   // first in the file: every id moves
    const RunDirectory extended = makeRun("2", with({}, "model.extend", std::string("1")), grown);
    const Ended trained = train(extended);
    QVERIFY2(trained.code == 0, qPrintable(trained.errors));
    QVERIFY2(questionsOf(extended) > 2, "a new fact is two questions; known ones stand beside them");
    const Json before = ask("1", R"({"head":"owner3","relation":"owns"})"), after = ask("2", R"({"head":"owner3","relation":"owns"})");
    QCOMPARE(after["answers"][0]["entity"].get<std::string>(), before["answers"][0]["entity"].get<std::string>());
    QVERIFY(std::abs(after["answers"][0]["score"].get<double>() - before["answers"][0]["score"].get<double>()) < 1e-5);
    const Json asked = ask("2", R"({"head":"novelty","relation":"owned_by","top":3})");   // follows from the rule only
    QVERIFY2(asked.dump().find("newcomer") != std::string::npos, asked.dump().c_str());
    QCOMPARE(train(makeRun("3", with({}, "model.extend", std::string("1")))).code, 3);   // nothing is new
    QCOMPARE(train(makeRun("4", with({}, "model.extend", std::string("9")))).code, 3);   // no such run
  }

  void rotatECannotPredictRelations() {
    OptionValues options = with({}, "model.scorer", std::string("rotate"));
    options.set("model.relation_weight", 1.0);
    const Ended trained = train(makeRun("1", options));
    QVERIFY2(trained.code == 3 && trained.errors.contains("relation_weight"), qPrintable(trained.errors));
  }

  void tinyGraphsTrain_data() {
    QTest::addColumn<QString>("triples");
    QTest::newRow("one fact") << "a\tr\tb\n";
    QTest::newRow("self loop") << "a\tr\ta\na\tr\tb\n";
    QTest::newRow("one relation") << "a\tr\tb\nb\tr\tc\nc\tr\ta\n";
  }
  void tinyGraphsTrain() {
    QFETCH(QString, triples);
    const Ended trained = train(makeRun("1", with({}, "trainer.max_epochs", int64_t{3}), {triples.toStdString(), ""}));
    QVERIFY2(trained.code == 0, qPrintable(trained.errors));
  }

 private:
  fs::path root() const { return folder_->path().toStdString(); }
  static QString text(const fs::path& path) { return QString::fromStdString(path.string()); }
  static Ended train(const RunDirectory& run) { return runWorker({"train", "--run", text(run.folder())}); }
  /// What a run said that it learns from.
  static int64_t questionsOf(const RunDirectory& run) {
    LineReader reader(run.eventsFile());
    for (std::string_view line; reader.next(line);)
      if (const Json event = parseJson(line, "event"); event.contains("samples")) return event["samples"].get<int64_t>();
    return 0;
  }
  Json ask(const char* name, const std::string& question) const {
    writeFileAtomically(root() / "in.json", "{\"inputs\":[" + question + "]}");
    const Ended asked = runWorker({"predict", "--run", text(root() / "runs" / name), "--inputs", text(root() / "in.json"), "--out", text(root() / "out.json")});
    return asked.code == 0 ? readJson(root() / "out.json")["outputs"][0] : Json(asked.errors.toStdString());
  }
  std::string bytesOf(const char* name) const {
    return readFile(*RunDirectory(root() / "runs" / name).lastCheckpoint() / "model.safetensors");
  }

  RunDirectory makeRun(const std::string& name, const OptionValues& changes = {}, const RuleGraph& graph = ownersAndThings()) const {
    Snapshot snapshot;
    snapshot.task = "knowledge_graph";
    snapshot.items.push_back(triplesItem(root(), "train-" + name + ".txt", Split::Train, graph.train));
    if (!graph.test.empty())
      snapshot.items.push_back(triplesItem(root(), "test-" + name + ".txt", Split::Test, graph.test));
    RunSpec spec;
    spec.project = "owners";
    spec.task = "knowledge_graph";
    spec.plugin = "knowledge_graph";
    spec.pluginVersion = "1.0.0";
    spec.dataVersion = writeSnapshot(snapshot, root() / "versions");
    spec.dataFile = root() / "versions" / (spec.dataVersion + ".jsonl");
    spec.dataRoot = root();
    OptionValues options;
    options.set("trainer.max_minutes", 0.0);
    options.set("trainer.max_epochs", int64_t{60});
    options.set("data.valid_fraction", 0.02);
    options.set("device.threads", int64_t{1});
    options.set("device.precision", std::string("fp32"));
    options.set("model.rank", int64_t{32});
    for (const auto& [key, value] : changes) options.set(key, value);
    spec.options = runSchema(PluginCatalogue::scan().byId("knowledge_graph")).resolve(options);
    return RunDirectory::create(root() / "runs" / name, spec);
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(KgWorkerTest)
#include "tst_kg_worker.moc"
