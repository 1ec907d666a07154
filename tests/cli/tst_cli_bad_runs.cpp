// SPDX-License-Identifier: Apache-2.0
// The real binary meets damaged runs: each answer names what, which and what was expected, and nothing changes.
#include "tests/cli/cli_folder.h"

#include <QJsonArray>

class CliBadRunsTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
  void aDamagedCheckpointIsNamedByItsFile_data() {
    QTest::addColumn<QString>("file");
    for (const char* name : {"model.safetensors", "optimizer.safetensors", "trainer.json", "metadata.json", "manifest.json"})
      QTest::newRow(name) << QString(name);
  }
  void aDamagedCheckpointIsNamedByItsFile() {
    QFETCH(QString, file);
    const QString folder = trainedTable();
    const QString checkpoints = folder + "/runs/1/checkpoints";
    for (const QString& generation : QDir(checkpoints).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
      QVERIFY(QFile::resize(checkpoints + "/" + generation + "/" + file, 1));
    for (const QStringList& line : {QStringList{"eval", folder}, QStringList{"predict", folder, folder + "/data/test.csv", "--out", path("out")},
                                    QStringList{"bundle", folder, path("damaged.assay"), "--run", "1"}}) {
      const CliResult result = runAssay(line + QStringList{"--json"});
      QCOMPARE(result.exitCode, 3);
      QCOMPARE(result.errorCode(), QString("bad_input"));
      QVERIFY2(result.errorText().contains(file) && result.errorText().contains("damaged"), qPrintable(result.errorText()));
    }
    QVERIFY(!QFile::exists(path("damaged.assay")));
  }

  void rowsThatCannotBeAnsweredAreFailures() {
    const QString folder = trainedTable();
    write(path("short.csv"), "x1,x2\n1,2\n3,4\n");
    const CliResult result = runAssay({"predict", folder, path("short.csv"), "--out", path("rows"), "--json"});
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.json["failed"].toInt(), 1);
    QVERIFY2(result.err.contains("2 of 2 rows") && result.err.contains("x3"), qPrintable(result.err));
  }

  void aPlaceThatCannotBeWrittenIsKnownBeforeTheWork() {
    const QString folder = trainedTable();
    const CliResult judged = runAssay({"eval", folder, "--report", path("no/where.html"), "--json"});
    QCOMPARE(judged.exitCode, 3);
    QVERIFY2(judged.errorText().contains("where.html") && judged.errorText().contains("does not exist"), qPrintable(judged.errorText()));
    QVERIFY(!QFile::exists(folder + "/runs/1/evaluations"));   // nothing was evaluated
    write(path("a file"), "x");
    const CliResult answered = runAssay({"predict", folder, folder + "/data/test.csv", "--out", path("a file"), "--json"});
    QCOMPARE(answered.exitCode, 3);
    QVERIFY2(answered.errorText().contains("a file"), qPrintable(answered.errorText()));
    QCOMPARE(runAssay({"bundle", folder, path("no/where.assay"), "--json"}).errorCode(), QString("not_found"));
  }

  void anAnswerThatFailsLeavesNoFolder() {
    const QString folder = trainedTable();
    QCOMPARE(runAssay({"predict", folder, path("none.csv"), "--out", path("nothing"), "--json"}).exitCode, 3);
    QVERIFY(!QFile::exists(path("nothing")));
  }

  void aModelGoesAlongInABundle() {
    const QString folder = trainedTable();
    QCOMPARE(runAssay({"bundle", folder, path("first.assay"), "--run", "1", "--json"}).exitCode, 0);
    const CliResult judged = runAssay({"eval", path("first.assay"), "--run", "1", "--json"});
    QVERIFY2(judged.exitCode == 0, qPrintable(judged.err));
    QVERIFY(judged.json["count"].toInt() > 0);
  }

  void aCheckpointOfAnotherPluginIsRefused() {
    const QString folder = trainedTable();
    QByteArray spec = contentOf(folder + "/runs/1/spec.yaml");
    QVERIFY(spec.contains("plugin: template"));
    write(folder + "/runs/1/spec.yaml", spec.replace("plugin: template", "plugin: telepathy"));
    const CliResult result = runAssay({"eval", folder, "--run", "1", "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errorText().contains("telepathy"), qPrintable(result.errorText()));
  }
};

QTEST_GUILESS_MAIN(CliBadRunsTest)
#include "tst_cli_bad_runs.moc"
