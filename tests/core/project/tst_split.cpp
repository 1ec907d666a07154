// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <set>

#include "core/project/split.h"
#include "tests/core/project/project_fixture.h"

using namespace assay;

namespace {

std::map<std::string, std::pair<Split, LabelStatus>> placesOf(Database& database) {
  std::map<std::string, std::pair<Split, LabelStatus>> places;
  for (const Item& item : listItems(database, With::ItemsOnly)) places[item.path] = {item.split, item.status};
  return places;
}

}  // namespace

class SplitTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sharesAreKept() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 40);
    const SplitReport report = splitItems(database, {.train = 0.6, .valid = 0.1, .labelled = {}});
    QCOMPARE(report.train, int64_t(24));
    QCOMPARE(report.valid, int64_t(4));
    QCOMPARE(report.test, int64_t(12));
    QCOMPARE(report.kept, int64_t(0));
  }

  void theSameSeedGivesTheSameSplitAndAnotherAnother() {
    ProjectFixture f, g;
    Database one(f.project.databaseFile(), OpenMode::ReadWrite), two(g.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(one, 30);
    for (int i = 29; i >= 0; --i) {   // imported the other way round
      Item item = g.board("images/" + std::to_string(1000 + i) + ".png", "image " + std::to_string(i));
      item.split = Split::None;
      addItem(two, item);
    }
    splitItems(one, {.labelled = 5, .seed = 7});
    splitItems(two, {.labelled = 5, .seed = 7});
    QVERIFY(placesOf(one) == placesOf(two));
    splitItems(two, {.labelled = 5, .seed = 8});
    QVERIFY(placesOf(one) != placesOf(two));
  }

  void officialSplitsAreKeptUnlessToldOtherwise() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 20);
    std::vector<Item> items = listItems(database, With::ItemsOnly);
    for (int i = 0; i < 5; ++i) {
      items[std::size_t(i)].split = Split::Test;
      updateItem(database, items[std::size_t(i)]);
    }
    for (uint64_t seed = 0; seed < 3; ++seed) {   // drawing again never takes them for drawn ones
      const SplitReport report = splitItems(database, {.train = 1, .seed = seed});
      QCOMPARE(report.test, int64_t(5));
      QCOMPARE(report.train, int64_t(15));
      QCOMPARE(report.kept, int64_t(5));
    }
    QCOMPARE(splitItems(database, {.train = 1, .official = OfficialSplit::Redraw}).train, int64_t(20));
  }

  void onlyTheFirstLabelsAreInUseAndAllComeBack() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 20);
    const SplitReport few = splitItems(database, {.train = 0.5, .labelled = 3});
    QCOMPARE(few.labelled, int64_t(3));
    QCOMPARE(few.withheld, int64_t(7));
    int64_t labels = 0;
    for (const Item& item : takeSnapshot(database, "detection", {}).items)
      if (item.split == Split::Train) labels += int64_t(item.annotations.size());
    QCOMPARE(labels, int64_t(18));   // 3 items of 6
    const SplitReport more = splitItems(database, {.train = 0.5, .labelled = 6});
    QCOMPARE(more.labelled, int64_t(6));
    const SplitReport all = splitItems(database, {.train = 0.5});
    QCOMPARE(all.labelled, int64_t(10));
    QCOMPARE(all.withheld, int64_t(0));
  }

  void fewerLabelsArePartOfMore() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 20);
    splitItems(database, {.labelled = 3, .seed = 4});
    const auto few = placesOf(database);
    splitItems(database, {.labelled = 8, .seed = 4});
    for (const auto& [path, place] : placesOf(database))
      QVERIFY(few.at(path).second != LabelStatus::Labelled || place.second == LabelStatus::Labelled);
  }

  void neighboursStayInOnePart() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 40);   // images/1000.png to images/1039.png
    const SplitReport report = splitItems(database, {.train = 0.5, .block = 5, .seed = 3});
    QCOMPARE(report.train, int64_t(20));
    QCOMPARE(report.test, int64_t(20));
    std::map<std::string, std::set<Split>> parts;
    int64_t changes = 0;
    std::optional<Split> before;
    for (const auto& [path, place] : placesOf(database)) {
      const int number = QString::fromStdString(path).section('/', -1).section('.', 0, 0).toInt();
      parts[std::to_string(number / 5)].insert(place.first);
      changes += before && *before != place.first;
      before = place.first;
    }
    QCOMPARE(parts.size(), std::size_t(8));
    for (const auto& [block, splits] : parts) QCOMPARE(splits.size(), std::size_t(1));
    QVERIFY(changes > 1);   // and not simply the first half
    const SplitReport three = splitItems(database, {.train = 0.5, .valid = 0.25, .block = 13, .seed = 3});   // four blocks, the last of one
    QVERIFY(three.train > 0 && three.valid > 0 && three.test > 0);
    QVERIFY(failsWith(Code::BadOption, "blocks of 20 leave 2 for 3 parts", [&] { splitItems(database, {.train = 0.5, .valid = 0.25, .block = 20}); }));
  }

  void blocksOfNothingAreNoFault() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 4);
    for (Item item : listItems(database, With::ItemsOnly)) {
      item.split = Split::Train;
      updateItem(database, item);
    }
    QCOMPARE(splitItems(database, {.train = 0.5, .block = 20}).kept, int64_t(4));   // all official: nothing is drawn
  }

  void cleanImagesAreCountedApart() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 12);
    for (int i = 0; i < 6; ++i) {
      Item clean = f.board("images/clean" + std::to_string(i) + ".png", "clean " + std::to_string(i));
      clean.split = Split::None;
      clean.annotations.clear();
      addItem(database, clean);
    }
    const auto inUse = [&](bool isClean) {
      int64_t count = 0;
      for (const Item& item : listItems(database, With::Annotations)) count += item.status == LabelStatus::Labelled && item.annotations.empty() == isClean;
      return count;
    };
    splitItems(database, {.train = 1, .labelled = 0, .clean = 4});
    QCOMPARE(inUse(true), int64_t(4));
    QCOMPARE(inUse(false), int64_t(0));
    splitItems(database, {.train = 1, .labelled = 5, .clean = 6});
    QCOMPARE(inUse(true), int64_t(6));
    QCOMPARE(inUse(false), int64_t(5));
    splitItems(database, {.train = 1, .clean = 1});
    QCOMPARE(inUse(true), int64_t(1));
    QCOMPARE(inUse(false), int64_t(12));   // none of them was counted
    QVERIFY(failsWith(Code::BadOption, "more than the 6 clean images", [&] { splitItems(database, {.train = 1, .clean = 7}); }));
  }

  void smallProjectsGetOneOfEach() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    f.addUnsplit(database, 3);
    const SplitReport report = splitItems(database, {.train = 0.9, .valid = 0.05});
    QVERIFY(report.train == 1 && report.valid == 1 && report.test == 1);
  }

  void filesOfTriplesAndDocumentsAreNotDrawn() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    for (const auto& [name, kind] : {std::pair{"t.txt", ItemKind::Triples}, {"d.txt", ItemKind::Document}}) {
      Item item = f.board(std::string("images/") + name, name);
      item.kind = kind;
      item.split = Split::None;
      addItem(database, item);
    }
    QVERIFY(failsWith(Code::BadInput, "only files of triples, sentences and documents", [&] { splitItems(database, {}); }));
    f.addUnsplit(database, 3);
    const SplitReport report = splitItems(database, {.train = 1});
    QCOMPARE(report.train, int64_t(3));
    QCOMPARE(placesOf(database).at("images/t.txt").first, Split::None);
  }

  void badPlansChangeNothing() {
    ProjectFixture f;
    Database database(f.project.databaseFile(), OpenMode::ReadWrite);
    QVERIFY(failsWith(Code::BadInput, "no items", [&] { splitItems(database, {}); }));
    f.addUnsplit(database, 4);
    const auto before = placesOf(database);
    QVERIFY(failsWith(Code::BadOption, "more than 1", [&] { splitItems(database, {.train = 0.8, .valid = 0.3}); }));
    QVERIFY(failsWith(Code::BadOption, "outside 0 to 1", [&] { splitItems(database, {.train = -0.1}); }));
    QVERIFY(failsWith(Code::BadOption, "more than the 3 labelled", [&] { splitItems(database, {.train = 0.75, .labelled = 9}); }));
    QVERIFY(placesOf(database) == before);
  }
};

QTEST_APPLESS_MAIN(SplitTest)
#include "tst_split.moc"
