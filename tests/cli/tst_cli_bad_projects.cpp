// SPDX-License-Identifier: Apache-2.0
// The real binary meets damaged and unwritable projects: each answer names what, which and what was expected, and nothing changes.
#include "tests/cli/cli_folder.h"

#include <QJsonArray>
#include <unistd.h>

class CliBadProjectsTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
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

  void aNegativeSeedIsAUsageError() {
    QCOMPARE(runAssay({"split", freshTable(), "--seed", "-1", "--json"}).exitCode, 2);
    QCOMPARE(runAssay({"sample", "table", path("negative"), "--seed", "-1", "--json"}).exitCode, 2);
    QVERIFY(!QFile::exists(path("negative")));
  }
};

QTEST_GUILESS_MAIN(CliBadProjectsTest)
#include "tst_cli_bad_projects.moc"
