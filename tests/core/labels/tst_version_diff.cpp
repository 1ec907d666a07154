// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/labels/version_diff.h"
#include "tests/support/random_labels.h"

using namespace assay;

namespace {

Item board(const std::string& path, std::vector<Annotation> labels = {}) {
  Item item;
  item.path = path;
  item.status = LabelStatus::Labelled;
  item.annotations = std::move(labels);
  return item;
}

Annotation label(const std::string& name, Box box) { return {{}, name, box, Origin::Human}; }

VersionDiff diffOf(std::vector<Item> before, std::vector<Item> after) {
  return diffVersions({"detection", {"open"}, std::move(before)}, {"detection", {"open"}, std::move(after)});
}

}  // namespace

class VersionDiffTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void equalVersionsDifferInNothing() {
    Random random(2);
    for (int round = 0; round < 50; ++round) {
      const Snapshot snapshot = randomSnapshot(random);
      QVERIFY(diffVersions(snapshot, snapshot).empty());
    }
    QCOMPARE(summary(VersionDiff{}), std::string("no difference"));
  }

  void itemsAreMatchedByPath() {
    const VersionDiff diff = diffOf({board("a"), board("b")}, {board("b"), board("c")});
    QVERIFY(diff.addedItems == std::vector<std::string>{"c"});
    QVERIFY(diff.removedItems == std::vector<std::string>{"a"});
    QVERIFY(diff.changedItems.empty());
  }

  void aMovedLabelIsOneChangeAndAFarOneTwo() {
    // Shifted by 2 of 10: overlap 80, union 120, IoU 0.67; shifted by 9: 10 / 190, IoU 0.05.
    const VersionDiff near = diffOf({board("a", {label("open", {0, 0, 10, 10})})}, {board("a", {label("open", {2, 0, 12, 10})})});
    QCOMPARE(near.changedItems.at(0).changed.size(), std::size_t(1));
    QVERIFY(near.changedItems[0].added.empty() && near.changedItems[0].removed.empty());
    const VersionDiff far = diffOf({board("a", {label("open", {0, 0, 10, 10})})}, {board("a", {label("open", {9, 0, 19, 10})})});
    QCOMPARE(far.changedItems.at(0).added.size(), std::size_t(1));
    QCOMPARE(far.changedItems[0].removed.size(), std::size_t(1));
    QVERIFY(far.changedItems[0].changed.empty());
  }

  void theBestOverlapIsMatchedFirst() {
    const VersionDiff diff = diffOf({board("a", {label("x", {0, 0, 10, 10}), label("y", {3, 0, 13, 10})})},
                                    {board("a", {label("z", {3, 0, 13, 11})})});
    const ItemDiff& item = diff.changedItems.at(0);
    QCOMPARE(item.changed.at(0).first.className, std::string("y"));
    QCOMPARE(item.removed.at(0).className, std::string("x"));
  }

  void anotherClassAtTheSamePlaceIsAChange() {
    const VersionDiff diff = diffOf({board("a", {label("open", {0, 0, 9, 9})})}, {board("a", {label("short", {0, 0, 9, 9})})});
    QCOMPARE(diff.changedItems.at(0).changed.at(0).second.className, std::string("short"));
  }

  void splitStatusAndContentAreReported() {
    Item after = board("a");
    after.split = Split::Test;
    after.status = LabelStatus::Withheld;
    after.sha256 = "new";
    const VersionDiff diff = diffOf({board("a")}, {after});
    const Json json = toJson(diff)["items"]["changed"][0];
    QCOMPARE(toLine(json), std::string(R"({"path":"a","content":true,"split":["none","test"],"status":["labelled","withheld"],)"
                                       R"("labels":{"added":[],"removed":[],"changed":[]}})"));
  }

  void turnedRoundAddedAndRemovedSwap() {
    Random random(11);
    for (int round = 0; round < 100; ++round) {
      const Snapshot a = randomSnapshot(random), b = randomSnapshot(random);
      const VersionDiff there = diffVersions(a, b), back = diffVersions(b, a);
      QVERIFY(there.addedItems == back.removedItems && there.removedItems == back.addedItems);
      QCOMPARE(there.changedItems.size(), back.changedItems.size());
    }
  }

  void theSummaryCounts() {
    const VersionDiff diff = diffOf({board("a"), board("b")}, {board("a", {label("open", {0, 0, 5, 5})}), board("c")});
    QCOMPARE(summary(diff), std::string("1 items added, 1 removed, 1 changed (1 labels added, 0 removed, 0 changed)"));
  }
};

QTEST_APPLESS_MAIN(VersionDiffTest)
#include "tst_version_diff.moc"
