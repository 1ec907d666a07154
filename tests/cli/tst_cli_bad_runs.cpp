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
};

QTEST_GUILESS_MAIN(CliBadRunsTest)
#include "tst_cli_bad_runs.moc"
