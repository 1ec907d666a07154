// SPDX-License-Identifier: Apache-2.0
// The real binary meets damaged files: each answer names what, which and what was expected, and nothing changes.
#include "tests/cli/cli_program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <unistd.h>

class CliBadInputTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const CliResult made = runAssay({"sample", "table", path("table"), "--count", "60", "--json"});
    QVERIFY2(made.exitCode == 0, qPrintable(made.err));
  }

  void aDamagedDatabaseIsNamedAndLeftAsItWas_data() {
    QTest::addColumn<int>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << 0 << "is empty";
    QTest::newRow("one byte") << 1 << "cut short";
    QTest::newRow("half a header") << 50 << "cut short";
    QTest::newRow("one page") << 4096 << "cut short";
  }
  void aDamagedDatabaseIsNamedAndLeftAsItWas() {
    QFETCH(int, bytes);
    QFETCH(QString, says);
    const QString folder = freshTable();
    QFile database(folder + "/assay.db");
    QVERIFY(database.resize(bytes));
    const QByteArray before = contentOf(database.fileName());
    for (const QStringList& line : {QStringList{"runs", folder}, QStringList{"snapshot", folder}, QStringList{"split", folder, "--seed", "1"}}) {
      const CliResult result = runAssay(line + QStringList{"--json"});
      QCOMPARE(result.exitCode, 3);
      QCOMPARE(result.errorCode(), QString("bad_input"));
      QVERIFY2(result.errorText().contains("assay.db") && result.errorText().contains(says), qPrintable(result.errorText()));
      QCOMPARE(contentOf(database.fileName()), before);
    }
  }

  void aTextFileInPlaceOfTheDatabaseIsRefused() {
    const QString folder = freshTable();
    write(folder + "/assay.db", QByteArray(500, 'x'));
    const CliResult result = runAssay({"snapshot", folder, "--json"});
    QCOMPARE(result.errorCode(), QString("bad_input"));
    QVERIFY2(result.errorText().contains("not an SQLite file"), qPrintable(result.errorText()));
    QCOMPARE(contentOf(folder + "/assay.db"), QByteArray(500, 'x'));
  }

  void aNegativeSeedIsAUsageError() {
    QCOMPARE(runAssay({"split", path("table"), "--seed", "-1", "--json"}).exitCode, 2);
    QCOMPARE(runAssay({"sample", "table", path("negative"), "--seed", "-1", "--json"}).exitCode, 2);
    QVERIFY(!QFile::exists(path("negative")));
  }

  void aFormatThatHoldsNothingOfTheProjectWritesNothing() {
    const CliResult result = runAssay({"export", path("table"), path("as_yolo"), "--format", "yolo", "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errorText().contains("yolo") && result.errorText().contains("table"), qPrintable(result.errorText()));
    QVERIFY(!QFile::exists(path("as_yolo")));
  }

  void theErrorOfAnUnreadableSetNamesItsFirstImage_data() {
    QTest::addColumn<QByteArray>("image");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("text") << QByteArray("a text of some length, and not an image\n") << "text file";
    QTest::newRow("document") << QByteArray("%PDF-1.4\n%%EOF\n") << "PDF";
    QTest::newRow("cut header") << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452") << "broken.png";
    QTest::newRow("100000 x 100000") << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000186a0000186a008000000007a7b0a3f") << "broken.png";
  }
  void theErrorOfAnUnreadableSetNamesItsFirstImage() {
    QFETCH(QByteArray, image);
    QFETCH(QString, says);
    const QString project = path("detection"), source = path("yolo");
    QDir(project).removeRecursively();
    QCOMPARE(runAssay({"new", project, "--task", "detection"}).exitCode, 0);
    QVERIFY(QDir().mkpath(source + "/images"));
    write(source + "/classes.txt", "open\n");
    write(source + "/images/broken.png", image);
    const CliResult result = runAssay({"import", project, source, "--format", "yolo", "--copy", "--json"});
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.errorCode(), QString("bad_input"));
    QVERIFY2(result.errorText().contains("broken.png") && result.errorText().contains(says), qPrintable(result.errorText()));
    QVERIFY(!QFile::exists(project + "/images"));
  }

  void anUnreadableFolderIsNoInternalError() {
    if (geteuid() == 0) QSKIP("permission bits do not bind root");
    const QString folder = freshTable();
    QVERIFY(QFile::setPermissions(folder, QFile::Permissions()));
    const CliResult result = runAssay({"runs", folder, "--json"});
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.errorCode(), QString("read_only"));
    QVERIFY(result.errorText().contains("project.yaml"));
  }

  void aFailedNewLeavesNoFolder() {
    const QString blocked = path("blocked");
    write(blocked, "a file");
    const CliResult result = runAssay({"new", blocked + "/inside", "--task", "table", "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errorText().contains("inside"), qPrintable(result.errorText()));
    QCOMPARE(contentOf(blocked), QByteArray("a file"));
  }

#ifdef ASSAY_TEST_WORKER
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
#endif

 private:
  QString path(const QString& name) const { return folder_.filePath(name); }

  void write(const QString& file, const QByteArray& bytes) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(out.write(bytes), qint64(bytes.size()));
  }
  static QByteArray contentOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("cannot be read");
  }
  /// A project of its own, because the tests damage it.
  QString freshTable() {
    const QString folder = path("fresh_" + QString::number(++count_));
    runAssay({"sample", "table", folder, "--count", "60"});
    for (const char* side : {"-wal", "-shm"}) QFile::remove(folder + "/assay.db" + side);
    return folder;
  }
  QString trainedTable() {
    const QString folder = freshTable();
    runAssay({"train", folder, "--set", "trainer.max_epochs=1", "--set", "trainer.max_minutes=0", "--set", "device.threads=1"});
    return folder;
  }

  QTemporaryDir folder_;
  int count_ = 0;
};

QTEST_GUILESS_MAIN(CliBadInputTest)
#include "tst_cli_bad_input.moc"
