// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/paths.h"
#include "core/store/item_table.h"
#include "core/store/journal.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_edits.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// Everything that edits can change, as one text.
std::string stateOf(Database& database) {
  std::string text;
  for (const Item& item : listItems(database, With::Annotations)) {
    text += std::to_string(item.id.value) + std::string(labelStatusName(item.status));
    for (const Annotation& a : item.annotations)
      text += " " + std::to_string(a.id.value) + a.className + toLine(shapeToJson(a.shape)) + std::string(originName(a.origin));
    text += "\n";
  }
  return text;
}

std::vector<Item> fill(Database& database, int count) {
  Random random(1);
  for (int i = 0; i < count; ++i) addItem(database, randomItem(random, i));
  return listItems(database, With::ItemsOnly);
}

struct Victim {
  pid_t pid = 0;
  int out = -1;

  Victim(const fs::path& database, int seed) {
    int ends[2];
    if (pipe(ends) != 0) return;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::string program = (executableFolder() / "journal_victim").string(), file = database.string(), number = std::to_string(seed);
    char* arguments[] = {program.data(), file.data(), number.data(), nullptr};
    if (posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments, environ) != 0) pid = 0;
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    out = ends[0];
  }

  /// Kills it once `wanted` edits are acknowledged and `delay` has passed; returns how many were by then.
  int64_t killAfter(int64_t wanted, int64_t delayMicroseconds) {
    int64_t acknowledged = 0;
    char buffer[4096];
    for (ssize_t got; acknowledged < wanted && (got = read(out, buffer, sizeof buffer)) > 0;) acknowledged += got;
    ::usleep(useconds_t(delayMicroseconds));   // the moment is random on purpose: anywhere inside an edit
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    for (ssize_t got; (got = read(out, buffer, sizeof buffer)) > 0;) acknowledged += got;
    ::close(out);
    return acknowledged;
  }
};

}  // namespace

class JournalTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    file_ = fs::path(folder_->path().toStdString()) / "assay.db";
  }

  void anAddedLabelGetsItsIdAndPlace() {
    Database database(file_, OpenMode::Create);
    const auto items = fill(database, 1);
    const std::size_t before = annotationsOf(database, items[0].id).size();
    const Edit edit = applyEdit(database, {0, items[0].id, AnnotationChange{std::nullopt, Annotation{{}, "open", Box{1, 2, 3, 4}, Origin::Human}}});
    QCOMPARE(edit.sequence, int64_t(1));
    QVERIFY(std::get<AnnotationChange>(edit.change).after->id);
    QCOMPARE(annotationsOf(database, items[0].id).size(), before + 1);
  }

  void undoLeadsBackToTheStartAndRedoForthAgain() {
    Database database(file_, OpenMode::Create);
    const auto items = fill(database, 4);
    for (uint64_t seed = 1; seed <= 2; ++seed) {
      Random random(seed);
      std::vector<std::string> states{stateOf(database)};
      const std::size_t earlier = journal(database).size();
      for (int n = 0; n < 25; ++n) {
        applyEdit(database, randomEdit(random, database, items));
        states.push_back(stateOf(database));
      }
      for (std::size_t n = states.size() - 1; n-- > 0;) {
        QVERIFY(undo(database));
        QCOMPARE(stateOf(database), states[n]);
      }
      for (std::size_t n = 1; n < states.size(); ++n) {
        QVERIFY(redo(database));
        QCOMPARE(stateOf(database), states[n]);
      }
      QVERIFY(!canRedo(database) && !redo(database));
      QCOMPARE(journal(database).size(), earlier + 25);
    }
  }

  void undoSurvivesAClosedProject() {
    std::string before;
    {
      Database database(file_, OpenMode::Create);
      const auto items = fill(database, 2);
      before = stateOf(database);
      Random random(3);
      for (int n = 0; n < 10; ++n) applyEdit(database, randomEdit(random, database, items));
      undo(database);
    }
    Database database(file_, OpenMode::ReadWrite);
    QVERIFY(canRedo(database));
    while (undo(database)) {
    }
    QCOMPARE(stateOf(database), before);
  }

  void aNewEditCutsTheRedoTail() {
    Database database(file_, OpenMode::Create);
    const auto items = fill(database, 2);
    Random random(3);
    for (int n = 0; n < 5; ++n) applyEdit(database, randomEdit(random, database, items));
    undo(database);
    undo(database);
    applyEdit(database, randomEdit(random, database, items));
    QVERIFY(!canRedo(database));
    QCOMPARE(journal(database).size(), std::size_t(4));
  }

  void aWrongMemoryOfTheCallerDoesNotSpoilUndo() {
    Database database(file_, OpenMode::Create);
    const auto items = fill(database, 1);
    const std::string before = stateOf(database);
    const LabelStatus wrong = items[0].status == LabelStatus::Labelled ? LabelStatus::Unlabelled : LabelStatus::Labelled;
    applyEdit(database, {0, items[0].id, StatusChange{wrong, LabelStatus::Withheld}});
    undo(database);
    QCOMPARE(stateOf(database), before);
  }

  void editsOfWhatIsNotThereChangeNothing() {
    Database database(file_, OpenMode::Create);
    const auto items = fill(database, 2);
    const std::string before = stateOf(database);
    const Annotation ghost{{4711}, "open", Box{0, 0, 1, 1}, Origin::Human};
    QVERIFY(failsWith(Code::NotFound, "no label 4711", [&] { applyEdit(database, {0, items[0].id, AnnotationChange{ghost, std::nullopt}}); }));
    QVERIFY(failsWith(Code::NotFound, "no item 99", [&] { applyEdit(database, {0, {99}, StatusChange{}}); }));
    QVERIFY(failsWith(Code::NotFound, "no item 99", [&] { applyEdit(database, {0, {99}, AnnotationChange{std::nullopt, ghost}}); }));
    QCOMPARE(stateOf(database), before);
    QVERIFY(journal(database).empty());
  }

  void aRemovedItemTakesItsEditsAlong() {
    Database database(file_, OpenMode::Create);
    const auto items = fill(database, 2);
    applyEdit(database, {0, items[0].id, StatusChange{{}, LabelStatus::Withheld}});
    removeItems(database, {items[0].id});
    QVERIFY(!canUndo(database));
    QCOMPARE(listItems(database, With::ItemsOnly).size(), std::size_t(1));
  }

  void aKillLosesAtMostTheEditInFlight() {
    Random random(12);
    for (int round = 0; round < 8; ++round) {
      const fs::path file = file_.string() + std::to_string(round);
      std::string start;
      {
        Database database(file, OpenMode::Create);
        fill(database, 5);
        start = stateOf(database);
      }
      Victim victim(file, round);
      QVERIFY(victim.pid > 0);
      const int64_t acknowledged = victim.killAfter(random.between(1, 30), random.below(6000));
      QVERIFY(acknowledged > 0);
      Database database(file, OpenMode::ReadWrite);
      const auto kept = int64_t(journal(database).size());
      QVERIFY2(kept == acknowledged || kept == acknowledged + 1, qPrintable(QString("%1 of %2").arg(kept).arg(acknowledged)));
      while (undo(database)) {   // journal and labels belong together: all the way back is the start
      }
      QCOMPARE(stateOf(database), start);
    }
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path file_;
};

QTEST_APPLESS_MAIN(JournalTest)
#include "tst_journal.moc"
