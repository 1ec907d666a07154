// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <fstream>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/store/item_table.h"
#include "core/store/project_lock.h"
#include "core/store/run_table.h"
#include "core/store/split_table.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_labels.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// Changes a file behind the program's back.
void runSql(const fs::path& file, const char* sql) {
  sqlite3* handle = nullptr;
  QCOMPARE(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  QCOMPARE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
}

}  // namespace

class DatabaseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    file_ = fs::path(folder_->path().toStdString()) / "assay.db";
  }

  void itemsReadBackAsTheyWere() {
    Random random(1);
    Database database(file_, OpenMode::Create);
    std::vector<Item> items;
    for (int i = 0; i < 50; ++i) {
      items.push_back(randomItem(random, i));
      items.back().source = "test";
      items.back().id = addItem(database, items.back());
    }
    std::vector<Item> again = listItems(database, With::Annotations);
    QCOMPARE(again.size(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      for (Annotation& label : again[i].annotations) {
        QVERIFY(label.id);
        label.id = {};
      }
      QVERIFY(again[i] == items[i]);
    }
    QVERIFY(findItemByPath(database, items[7].path)->id == items[7].id);
    QVERIFY(!findItemByPath(database, "none"));
  }

  void aPathIsTakenOnce() {
    Random random(1);
    Database database(file_, OpenMode::Create);
    const Item item = randomItem(random, 1);
    addItem(database, item);
    QVERIFY(failsWith(Code::BadInput, item.path, [&] { addItem(database, item); }));
    QCOMPARE(listItems(database, With::ItemsOnly).size(), std::size_t(1));
  }

  void twentyThousandItemsAreListedWhole() {
    Database database(file_, OpenMode::Create);
    Transaction transaction(database);
    Item item;
    item.annotations = {{{}, "open", Box{0, 0, 5, 5}, Origin::Human}};
    for (int i = 0; i < 20000; ++i) {
      item.path = std::to_string(i);
      addItem(database, item);
    }
    transaction.commit();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(listItems(database, With::ItemsOnly).size(), std::size_t(20000));
    qInfo("20,000 items listed in %lld ms", static_cast<long long>(timer.restart()));
    QCOMPARE(classCounts(database).size(), std::size_t(20000));
    qInfo("their classes counted in %lld ms", static_cast<long long>(timer.elapsed()));
  }

  void whatIsNotCommittedIsNotThere() {
    Random random(2);
    Database database(file_, OpenMode::Create);
    {
      Transaction outer(database);
      addItem(database, randomItem(random, 1));
      {
        Transaction inner(database);
        addItem(database, randomItem(random, 2));
      }
      QCOMPARE(listItems(database, With::ItemsOnly).size(), std::size_t(1));
    }
    QVERIFY(listItems(database, With::ItemsOnly).empty());
  }

  void aNewerSchemaIsRefusedWithBothNumbers() {
    { Database database(file_, OpenMode::Create); }
    runSql(file_, "PRAGMA user_version = 99");
    QVERIFY(failsWith(Code::NewerFormat, "schema 99, this program reads up to 2", [&] { Database d(file_, OpenMode::ReadWrite); }));
  }

  void anOlderSchemaIsMigratedAfterABackup() {
    { Database database(file_, OpenMode::Create); }
    runSql(file_, "DROP TABLE drawn_split; PRAGMA user_version = 1");
    QVERIFY(failsWith(Code::ReadOnly, "older schema", [&] { Database d(file_, OpenMode::ReadOnly); }));
    Database database(file_, OpenMode::ReadWrite);
    QVERIFY(drawnItems(database).empty());
    const fs::path backup = file_.string() + ".v1.backup";
    QVERIFY(fs::exists(backup));
    runSql(backup, "SELECT id FROM item");
  }

  void otherFilesAreRefused() {
    QVERIFY(failsWith(Code::NotFound, "does not exist", [&] { Database d(file_, OpenMode::ReadWrite); }));
    std::ofstream(file_) << "";
    QVERIFY(failsWith(Code::BadInput, "not a database", [&] { Database d(file_, OpenMode::ReadOnly); }));
    std::ofstream(file_) << std::string(5000, 'x');
    QVERIFY(failsWith(Code::BadInput, "not a database", [&] { Database d(file_, OpenMode::ReadWrite); }));
    QVERIFY(failsWith(Code::BadInput, "there already", [&] { Database d(file_, OpenMode::Create); }));
    fs::remove(file_);
    runSql(file_, "CREATE TABLE other (x)");
    QVERIFY(failsWith(Code::BadInput, "not a database of Assay", [&] { Database d(file_, OpenMode::ReadWrite); }));
  }

  void aDatabaseCutShortIsRefusedWhereverItWasCut() {
    fill(300);
    const auto size = fs::file_size(file_);
    for (const double part : {0.95, 0.5, 0.1, 0.02}) {
      fs::resize_file(file_, uintmax_t(double(size) * part));
      for (const OpenMode mode : {OpenMode::ReadOnly, OpenMode::ReadWrite})
        QVERIFY(failsWith(Code::BadInput, "assay.db", [&] { Database d(file_, mode); }));
    }
  }

  void damagedPagesThrowErrorAndNothingElse() {
    fill(200);
    const std::string good = readFile(file_);
    Random random(9);
    int refused = 0;
    for (int round = 0; round < 150; ++round) {
      std::string bytes = good;
      for (int n = 0; n < 40; ++n) bytes[std::size_t(random.between(100, int64_t(bytes.size()) - 1))] = char(random.below(256));
      std::ofstream(file_, std::ios::binary) << bytes;
      refused += !errorOf([&] {
        Database database(file_, OpenMode::ReadOnly);
        listItems(database, With::Annotations);
        classCounts(database);
        listRuns(database);
      }).message().empty();
    }
    QVERIFY(refused > 20);
  }

  void aReadOnlyFolderCanBeReadAndNotWritten() {
    fill(3);
    fs::permissions(file_, fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
    fs::permissions(file_.parent_path(), fs::perms(0555));
    const pid_t child = fork();
    if (child == 0) {   // root may write anywhere, so somebody else looks
      if (geteuid() == 0 && setuid(65534) != 0) _exit(9);
      const Error readable = errorOf([&] {
        Database database(file_, OpenMode::ReadOnly);
        if (listItems(database, With::Annotations).size() != 3) throw Error(Code::Internal, "items are lost");
      });
      const Error writable = errorOf([&] { Database d(file_, OpenMode::ReadWrite); });
      const bool locked = ProjectLock::tryAcquire(file_.parent_path()) != nullptr;
      _exit((readable.message().empty() ? 0 : 1) + (writable.code() == Code::ReadOnly ? 0 : 2) + (locked ? 4 : 0));
    }
    int status = 0;
    waitpid(child, &status, 0);
    fs::permissions(file_.parent_path(), fs::perms(0755));
    QCOMPARE(WEXITSTATUS(status), 0);
  }

  void writingThroughAReadOnlyConnectionIsReadOnly() {
    fill(1);
    Database database(file_, OpenMode::ReadOnly);
    Random random(5);
    QVERIFY(failsWith(Code::ReadOnly, "assay.db", [&] { addItem(database, randomItem(random, 77)); }));
  }

  void aFullDiskIsSaidToBeFull() {
    fill(1);
    Database database(file_, OpenMode::ReadWrite);
    sqlite3_exec(database.handle(), "PRAGMA max_page_count = 1", nullptr, nullptr, nullptr);
    Item item;
    item.group = std::string(100000, 'x');
    item.path = "big";
    QVERIFY(failsWith(Code::DiskFull, "full", [&] { addItem(database, item); }));
    QCOMPARE(listItems(database, With::ItemsOnly).size(), std::size_t(1));
  }

  void runsAreFoundByNumberAndAsLatest() {
    Database database(file_, OpenMode::Create);
    QVERIFY(failsWith(Code::NotFound, "no runs yet", [&] { findRunByName(database, "latest"); }));
    const RunId first = addRun(database, {{}, "detector", "abc", 1.5, "first"}), second = addRun(database, {{}, "detector", "abc", 2.5, ""});
    QVERIFY(findRunByName(database, "latest") == second);
    QVERIFY(findRunByName(database, std::to_string(first.value)) == first);
    QVERIFY(failsWith(Code::NotFound, "known: latest, 2, 1", [&] { findRunByName(database, "3"); }));
    removeRun(database, second);
    QVERIFY(addRun(database, {}) > second);   // numbers are not given out twice: folders carry them
    QCOMPARE(findRun(database, first)->note, std::string("first"));
  }

  void theLockIsHeldOnceAndNamesItsHolder() {
    fill(0);
    const fs::path folder = file_.parent_path();
    std::unique_ptr<ProjectLock> lock = ProjectLock::tryAcquire(folder);
    QVERIFY(lock != nullptr);
    QVERIFY(ProjectLock::tryAcquire(folder) == nullptr);
    QVERIFY(ProjectLock::holder(folder).find("process " + std::to_string(getpid())) == 0);
    lock.reset();
    QCOMPARE(ProjectLock::holder(folder), std::string());
    QVERIFY(ProjectLock::tryAcquire(folder) != nullptr);
  }

 private:
  void fill(int count) {
    Random random(4);
    Database database(file_, OpenMode::Create);
    Transaction transaction(database);
    for (int i = 0; i < count; ++i) addItem(database, randomItem(random, i));
    transaction.commit();
  }
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path file_;
};

QTEST_APPLESS_MAIN(DatabaseTest)
#include "tst_database.moc"
