// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <sqlite3.h>

#include "core/job/start_run.h"
#include "core/store/run_table.h"
#include "tests/core/project/project_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

class StartRunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aRunWhoseRowCannotBeWrittenLeavesNoFolder() {
    const ProjectFixture fixture;
    Database database(fixture.project.databaseFile(), OpenMode::ReadWrite);
    addItem(database, fixture.board("images/a.png", "a"));
    // Fails at the commit, as a disk does that fills up there.
    const char* const spoil =
        "PRAGMA foreign_keys = ON;"
        "CREATE TABLE late (id INTEGER REFERENCES item(id) DEFERRABLE INITIALLY DEFERRED);"
        "CREATE TRIGGER spoil AFTER INSERT ON run BEGIN INSERT INTO late VALUES (-1); END;";
    QCOMPARE(sqlite3_exec(database.handle(), spoil, nullptr, nullptr, nullptr), SQLITE_OK);
    const auto create = [&] { return createRun(fixture.project, database, detectorManifest(), {}); };
    QVERIFY(!errorOf(create).message().empty());
    QVERIFY(!fs::exists(fixture.project.runsFolder() / "1"));
    QVERIFY(listRuns(database).empty());
    QCOMPARE(sqlite3_exec(database.handle(), "DROP TRIGGER spoil", nullptr, nullptr, nullptr), SQLITE_OK);
    QCOMPARE(create().folder(), fixture.project.runsFolder() / "1");   // nothing is in its way
    QCOMPARE(listRuns(database).size(), std::size_t(1));
  }
};

QTEST_GUILESS_MAIN(StartRunTest)
#include "tst_start_run.moc"
