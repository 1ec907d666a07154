// SPDX-License-Identifier: Apache-2.0
// The real binary: exit code, stdout and stderr of the verbs that need no worker.
#include "tests/cli/cli_program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

class CliVerbsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const CliResult made = runAssay({"sample", "boards", sample(), "--count", "5", "--seed", "3", "--json"});
    QVERIFY2(made.exitCode == 0, qPrintable(made.err));
    QCOMPARE(made.json["task"].toString(), QString("detection"));
  }

  void versionGoesToStdout() {
    const CliResult result = runAssay({"--version"});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.startsWith("assay "));
    QVERIFY(result.err.isEmpty());
  }

  void anUnknownVerbIsAUsageError() {
    const CliResult result = runAssay({"trian", sample(), "--json"});
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.errorCode(), QString("usage"));
    QVERIFY(result.err.contains("trian"));
  }

  void aMissingArgumentIsAUsageError() {
    QCOMPARE(runAssay({"import"}).exitCode, 2);
    QCOMPARE(runAssay({"split", sample()}).exitCode, 2);   // --seed
    QCOMPARE(runAssay({}).exitCode, 2);
  }

  void newMakesAProjectOnce() {
    const QString folder = path("fresh");
    const CliResult first = runAssay({"new", folder, "--task", "detection", "--json"});
    QCOMPARE(first.exitCode, 0);
    QVERIFY(QFile::exists(folder + "/project.yaml"));
    const CliResult second = runAssay({"new", folder, "--task", "detection", "--json"});
    QCOMPARE(second.exitCode, 3);
    QVERIFY(second.errorText().contains("already"));
  }

  void anUnknownTaskListsTheKnownOnes() {
    const CliResult result = runAssay({"new", path("x"), "--task", "telepathy", "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY(result.errorText().contains("detection"));
    QVERIFY(!QFile::exists(path("x")));
  }

  void badProjectsAreNamed_data() {
    QTest::addColumn<QString>("yaml");
    QTest::addColumn<QString>("code");
    QTest::newRow("newer format") << "format: 99\nname: x\ntask: detection\nplugin: detector\nclasses: []\n" << "newer_format";
    QTest::newRow("not yaml") << "format: [1" << "bad_input";
    QTest::newRow("empty") << "" << "bad_input";
  }
  void badProjectsAreNamed() {
    QFETCH(QString, yaml);
    QFETCH(QString, code);
    const QString folder = path("bad");
    QDir(folder).removeRecursively();
    QVERIFY(QDir().mkpath(folder));
    write(folder + "/project.yaml", yaml.toUtf8());
    const CliResult result = runAssay({"validate", folder, "--json"});
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.errorCode(), code);
    QVERIFY2(result.err.contains("project.yaml"), qPrintable(result.err));
  }

  void aMissingProjectIsNotFound() {
    const CliResult result = runAssay({"runs", path("nowhere"), "--json"});
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.errorCode(), QString("not_found"));
    QVERIFY(result.errorText().contains("nowhere"));
  }

  void aTruncatedDatabaseIsBadInput() {
    const QString folder = path("truncated");
    QCOMPARE(runAssay({"sample", "table", folder, "--count", "30"}).exitCode, 0);
    for (const char* side : {"-wal", "-shm"}) QFile::remove(folder + "/assay.db" + side);
    QFile database(folder + "/assay.db");
    QVERIFY(database.resize(500));
    const CliResult result = runAssay({"runs", folder, "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errorText().contains("assay.db"), qPrintable(result.err));
  }

  void badSourcesImportNothing_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("wrong json") << "coco" << QByteArray("{\"images\":");
    QTest::newRow("another json") << "coco" << QByteArray("[1,2,3]");
    QTest::newRow("unknown format") << "cocoa" << QByteArray("{}");
  }
  void badSourcesImportNothing() {
    QFETCH(QString, format);
    QFETCH(QByteArray, content);
    write(path("labels.json"), content);
    const CliResult before = runAssay({"snapshot", sample(), "--json"});
    const CliResult result = runAssay({"import", sample(), path("labels.json"), "--format", format, "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY(!result.errorText().isEmpty());
    QCOMPARE(runAssay({"snapshot", sample(), "--json"}).json["version"], before.json["version"]);
  }

  void exportedLabelsComeBackAsTheyWere() {
    const QString out = path("coco");
    const CliResult exported = runAssay({"export", sample(), out, "--format", "coco", "--json"});
    QVERIFY2(exported.exitCode == 0, qPrintable(exported.err));
    QCOMPARE(exported.json["items"].toInt(), 5);
    QCOMPARE(runAssay({"new", path("back"), "--task", "detection"}).exitCode, 0);
    const CliResult imported = runAssay({"import", path("back"), out, "--format", "coco", "--json"});
    QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
    QCOMPARE(imported.json["annotations"], exported.json["annotations"]);
  }

  void splitIsSeededAndDiffSaysWhatChanged() {
    const QString folder = path("split");
    QCOMPARE(runAssay({"sample", "boards", folder, "--count", "6", "--seed", "1"}).exitCode, 0);
    const QString before = runAssay({"snapshot", folder, "--json"}).json["version"].toString();
    const CliResult split = runAssay({"split", folder, "--train", "0.5", "--seed", "4", "--redraw", "--json"});
    QVERIFY2(split.exitCode == 0, qPrintable(split.err));
    QCOMPARE(split.json["train"].toInt() + split.json["valid"].toInt() + split.json["test"].toInt(), 6);
    const QString after = runAssay({"snapshot", folder, "--json"}).json["version"].toString();
    const CliResult same = runAssay({"diff", folder, after, after.left(8), "--json"});
    QCOMPARE(same.exitCode, 0);
    QVERIFY(same.json["items"].toObject()["changed"].toArray().isEmpty());
    QCOMPARE(runAssay({"diff", folder, before, "00000000", "--json"}).errorCode(), QString("not_found"));
    QCOMPARE(runAssay({"split", folder, "--train", "1.5", "--seed", "4", "--json"}).exitCode, 3);
  }

  void validateListsEveryProblemOfAnEmptyProject() {
    const QString folder = path("empty");
    QCOMPARE(runAssay({"new", folder, "--task", "detection"}).exitCode, 0);
    const CliResult result = runAssay({"validate", folder, "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY(result.json["errors"].toInt() >= 1);
    QCOMPARE(result.json["problems"].toArray().size(), result.json["errors"].toInt() + result.json["warnings"].toInt());
  }

  void aBundleOpensLikeItsProject() {
    const QString file = path("sample.assay");
    const CliResult bundled = runAssay({"bundle", sample(), file, "--json"});
    QVERIFY2(bundled.exitCode == 0, qPrintable(bundled.err));
    const CliResult runs = runAssay({"runs", file, "--json"});
    QVERIFY2(runs.exitCode == 0, qPrintable(runs.err));
    QVERIFY(runs.json["runs"].toArray().isEmpty());
    QCOMPARE(runAssay({"split", file, "--seed", "1", "--json"}).errorCode(), QString("read_only"));
    QCOMPARE(runAssay({"bundle", sample(), path("sample.zip")}).exitCode, 2);
    QFile truncated(file);
    QVERIFY(truncated.resize(truncated.size() / 2));
    QCOMPARE(runAssay({"runs", file, "--json"}).exitCode, 3);
  }

  void badTrainingOptionsNameTheNearest() {
    const CliResult typo = runAssay({"train", sample(), "--set", "trainer.max_minute=1", "--json"});
    QCOMPARE(typo.exitCode, 3);
    QCOMPARE(typo.errorCode(), QString("bad_option"));
    QVERIFY2(typo.errorText().contains("trainer.max_minutes"), qPrintable(typo.err));
    QVERIFY(runAssay({"train", sample(), "--set", "trainer.max_minutes=soon", "--json"}).errorText().contains("soon"));
    QCOMPARE(runAssay({"train", sample(), "--set", "seed", "--json"}).exitCode, 2);
    const CliResult gone = runAssay({"train", sample(), "--set", "model.weights=gone.safetensors", "--json"});
    QCOMPARE(gone.exitCode, 3);
    QVERIFY2(gone.errorText().contains("model.weights") && gone.errorText().contains("gone.safetensors"), qPrintable(gone.err));
    QCOMPARE(runAssay({"train", sample(), "--target", "moon", "--json"}).exitCode, 6);
    QCOMPARE(runAssay({"train", sample(), "--nproc", "0", "--json"}).exitCode, 2);
    QVERIFY(!QFile::exists(sample() + "/runs/1"));
  }

  void anUnknownRunListsWhatThereIs() {
    for (const QStringList& line : {QStringList{"watch", sample(), "7"}, QStringList{"stop", sample(), "latest"},
                                    QStringList{"eval", sample(), "--run", "7"}, QStringList{"train", sample(), "--resume", "7"}}) {
      const CliResult result = runAssay(line + QStringList{"--json"});
      QCOMPARE(result.exitCode, 3);
      QVERIFY2(result.errorText().contains("no run"), qPrintable(result.err));
    }
  }

  void optionsPageHasEveryCommonOption() {
    const CliResult page = runAssay({"options", "--markdown"});
    QCOMPARE(page.exitCode, 0);
    for (const char* key : {"`seed`", "`trainer.max_minutes`", "`device.precision`", "`model.mode`"}) QVERIFY2(page.out.contains(key), key);
  }

  void aJobFileIsRenderedForClusters() {
    const QString job = path("job.yaml");
    write(job, "kind: AIJob\nmetadata: {name: solder}\nspec:\n  replicas: 3\n  template: {image: i, command: [a, b]}\n");
    const CliResult kubernetes = runAssay({"render", job, "--to", "kubernetes"});
    QVERIFY2(kubernetes.exitCode == 0, qPrintable(kubernetes.err));
    QCOMPARE(kubernetes.out.count("apiVersion:"), 3);
    QVERIFY(kubernetes.out.contains("completions: 3") && !kubernetes.out.contains("CustomResourceDefinition"));
    QCOMPARE(runAssay({"render", job, "--to", "kubernetes", "--crd", "--json"}).json["objects"].toArray().size(), qsizetype{4});
    const CliResult slurm = runAssay({"render", job, "--to", "slurm"});
    QVERIFY(slurm.out.startsWith("#!/bin/bash\n") && slurm.out.contains("#SBATCH --nodes=3\n"));
    QCOMPARE(runAssay({"render", job, "--to", "mesos"}).exitCode, 2);
    write(job, "kind: Job\n");
    const CliResult wrong = runAssay({"render", job, "--to", "slurm", "--json"});
    QCOMPARE(wrong.exitCode, 3);
    QVERIFY(wrong.errorText().contains("AIJob"));
  }

  void aPlanGrowsWithTheHostsAndSaysThatItIsSimulated() {
    const CliResult plan = runAssay({"plan", "--nodes", "256", "--gpus", "8"});
    QVERIFY2(plan.exitCode == 0 && plan.out.contains("simulated") && plan.out.contains("2048"), qPrintable(plan.out + plan.err));
    const QJsonArray points = runAssay({"plan", "--nodes", "96", "--gpus", "4", "--model", "resnet50", "--json"}).json["points"].toArray();
    QCOMPARE(points.size(), qsizetype{8});   // 1, 2, 4, ... 64, 96
    QVERIFY(points[0].toObject()["exposed_share"].toDouble() < points[7].toObject()["exposed_share"].toDouble());
    const QString samples = path("samples.jsonl");
    QByteArray lines;
    for (int megabytes = 1; megabytes <= 8; ++megabytes)
      lines += QString(R"({"algorithm": "flat_ring", "hosts": 2, "ranks_per_host": 1, "bytes": %1, "seconds": %2})").arg(1e6 * megabytes).arg(0.001 + 0.04 * megabytes).toUtf8() + "\n";
    write(samples, lines);
    const CliResult fitted = runAssay({"plan", "--nodes", "2", "--gpus", "1", "--fit", samples});
    QVERIFY(fitted.err.contains("inside a host") && !fitted.err.contains("between hosts"));
    QVERIFY(runAssay({"plan", "--nodes", "2", "--gpus", "1", "--fit", samples, "--json"}).json["fit"].toObject()["p95_error"].toDouble() < 0.01);
    write(samples, "{\"algorithm\": \"star\"}\n");
    QVERIFY(runAssay({"plan", "--nodes", "2", "--gpus", "1", "--fit", samples}).err.contains("samples.jsonl:1"));
    QCOMPARE(runAssay({"plan", "--nodes", "0", "--gpus", "8"}).exitCode, 2);
  }

  void withJsonStdoutHoldsOneLine() {
    const CliResult result = runAssay({"snapshot", sample(), "--json"});
    QCOMPARE(result.out.trimmed().count('\n'), 0);
    QVERIFY(!result.err.isEmpty());
  }

 private:
  QString path(const QString& name) const { return folder_.filePath(name); }
  QString sample() const { return path("sample"); }
  void write(const QString& file, const QByteArray& bytes) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes);
  }
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(CliVerbsTest)
#include "tst_cli_verbs.moc"
