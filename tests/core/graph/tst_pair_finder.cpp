// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/graph/pair_finder.h"
#include "tests/core/graph/graph_fixture.h"

using namespace assay;

class PairFinderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    GraphParts parts;
    for (const char* id : {"m1", "m2", "f1", "f2", "x"}) parts.entities.add(id);
    parts.relations.add("has_fault");
    parts.train = {{0, 0, 2}, {4, 0, 3}};
    parts.names.names = {"一号泵", "二号泵", "轴承磨损", "漏油", "x"};
    graph_ = std::make_unique<Graph>(std::move(parts));
    adjacency_ = std::make_unique<Adjacency>(graph_->entityCount(), graph_->train());
  }

  void pairsOfOneSentenceAreFoundAndKnownOnesAreCounted() {
    PairFinder finder(*graph_, *adjacency_);
    finder.read("一号泵出现轴承磨损。二号泵也有轴承磨损，并且漏油。\n检查二号泵时发现轴承磨损。天气很好。");
    const FoundPairs found = finder.take(10);
    QCOMPARE(found.sentences, int64_t(4));
    QCOMPARE(found.mentions, int64_t(7));
    QCOMPARE(found.known, int64_t(1));   // pump 1 and the bearing
    QCOMPARE(found.pairs.size(), std::size_t(3));
    QCOMPARE(found.pairs[0].first, 1);   // pump 2 and the bearing, in two sentences
    QCOMPARE(found.pairs[0].second, 2);
    QCOMPARE(found.pairs[0].sentences, int64_t(2));
    QCOMPARE(found.pairs[0].sentence, std::string("二号泵也有轴承磨损，并且漏油。"));
    QVERIFY(found.isComplete);
  }

  void aSentenceCountsOnceHoweverOftenItNamesThePair() {
    PairFinder finder(*graph_, *adjacency_);
    finder.read("二号泵漏油，二号泵又漏油。");
    const FoundPairs found = finder.take(10);
    QCOMPARE(found.pairs.size(), std::size_t(1));
    QCOMPARE(found.pairs[0].sentences, int64_t(1));
  }

  void namesFarApartAndOneNameTwiceAreNoPair() {
    PairFinder finder(*graph_, *adjacency_);
    finder.read("一号泵和一号泵。");
    QVERIFY(finder.take(10).pairs.empty());
    finder.read("一号泵、二号泵、二号泵、二号泵、漏油");   // pump 1 and the leak are four names apart
    for (const NamedPair& pair : finder.take(10).pairs) QVERIFY(!(pair.first == 0 && pair.second == 3));
  }

  void filesInOldEncodingsAreRead() {
    Scratch scratch;
    // "二号泵漏油。" in GB18030, often enough to be told from other encodings.
    std::string line = "\xb6\xfe\xba\xc5\xb1\xc3\xc2\xa9\xd3\xcd\xa1\xa3\n", text;
    for (int i = 0; i < 5; ++i) text += line;
    PairFinder finder(*graph_, *adjacency_);
    finder.readFile(scratch.put("report.txt", text), {});
    const FoundPairs found = finder.take(10);
    QCOMPARE(found.pairs.size(), std::size_t(1));
    QCOMPARE(found.pairs[0].sentences, int64_t(5));
  }

  void noMoreThanAskedFor() {
    PairFinder finder(*graph_, *adjacency_);
    finder.read("二号泵有轴承磨损，漏油。一号泵漏油。");
    const FoundPairs found = finder.take(2);
    QCOMPARE(found.pairs.size(), std::size_t(2));
    QVERIFY(!found.isComplete);
    QVERIFY(finder.take(2).pairs.empty());   // taken
  }

 private:
  std::unique_ptr<Graph> graph_;
  std::unique_ptr<Adjacency> adjacency_;
};

QTEST_GUILESS_MAIN(PairFinderTest)
#include "tst_pair_finder.moc"
