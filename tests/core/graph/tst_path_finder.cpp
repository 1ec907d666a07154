// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <random>
#include <set>

#include "core/graph/path_finder.h"
#include "tests/support/expect_error.h"

using namespace assay;

class PathFinderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void chainsAreRankedByTheChanceOfARandomWalk() {
    // 0 -> 1 -> 3 and 0 -> 2 -> 3, but 2 is a hub with three facts more; and 3 -> 0 at once.
    const std::vector<Triple> facts{{0, 0, 1}, {1, 0, 3}, {0, 0, 2}, {2, 0, 3}, {2, 0, 4}, {2, 0, 5}, {2, 0, 6}, {3, 1, 0}};
    const FoundPaths found = findPaths(Adjacency(7, facts), 0, 3);
    QVERIFY(found.isComplete);
    QCOMPARE(found.paths.size(), std::size_t(3));
    // 0 has three facts: 1/3; then 1 has two: 1/6; 2 has five: 1/15.
    QCOMPARE(found.paths[0].probability, 1.0 / 3);
    QCOMPARE(found.paths[0].steps, (std::vector<PathStep>{{{3, 1, 0}, false}}));
    QCOMPARE(found.paths[1].probability, 1.0 / 6);
    QCOMPARE(found.paths[1].steps, (std::vector<PathStep>{{{0, 0, 1}, true}, {{1, 0, 3}, true}}));
    QCOMPARE(found.paths[2].probability, 1.0 / 15);
  }

  void noEntityComesTwiceAndEveryChainIsFound() {
    std::mt19937 random(5);
    for (int round = 0; round < 50; ++round) {
      constexpr int32_t entities = 7;
      std::set<Triple> facts;
      for (int i = 0; i < 14; ++i) facts.insert({int32_t(random() % entities), int32_t(random() % 2), int32_t(random() % entities)});
      const std::vector<Triple> list(facts.begin(), facts.end());
      PathOptions options;
      options.longest = 4;
      options.most = 100000;
      const FoundPaths found = findPaths(Adjacency(entities, list), 0, 1, options);
      std::set<std::vector<Triple>> shown;
      for (const GraphPath& path : found.paths) {
        std::set<int32_t> met{0};
        std::vector<Triple> chain;
        int32_t at = 0;
        for (const PathStep& step : path.steps) {
          QCOMPARE(step.from(), at);
          at = step.to();
          QVERIFY(met.insert(at).second);
          QVERIFY(facts.contains(step.fact));
          chain.push_back(step.fact);
        }
        QCOMPARE(at, 1);
        QVERIFY(shown.insert(chain).second);
      }
      QCOMPARE(shown.size(), std::size_t(countAll(list, 0, 1, {0}, 4)));
    }
  }

  void aBudgetEndsTheSearch() {
    std::vector<Triple> facts;
    for (int32_t middle = 2; middle < 1002; ++middle) {
      facts.push_back({0, 0, middle});
      facts.push_back({middle, 0, 1});
    }
    PathOptions options;
    options.most = 5;
    QVERIFY(findPaths(Adjacency(1002, facts), 0, 1, options).isComplete);
    options.budget = 3000;   // the goal's own facts take 1,000 of it
    const FoundPaths found = findPaths(Adjacency(1002, facts), 0, 1, options);
    QVERIFY(!found.isComplete);
    QCOMPARE(found.paths.size(), std::size_t(5));
  }

  void aGoalThatCannotBeMeasuredIsNoProofOfAbsence() {
    // 0 - 1 - 2 - hub, and the hub has more facts than half the budget: nothing is found, and nothing is claimed.
    std::vector<Triple> facts{{0, 0, 1}, {1, 0, 2}, {2, 0, 3}};
    for (int32_t other = 4; other < 1000; ++other) facts.push_back({3, 0, other});
    PathOptions options;
    options.budget = 1000;
    const FoundPaths found = findPaths(Adjacency(1000, facts), 0, 3, options);
    QVERIFY(!found.isComplete);
  }

  void strangeQuestions() {
    const std::vector<Triple> facts{{0, 0, 0}, {1, 0, 2}};
    const Adjacency adjacency(4, facts);
    QVERIFY(findPaths(adjacency, 0, 0).paths.empty());
    QVERIFY(findPaths(adjacency, 0, 1).paths.empty());   // a loop leads nowhere
    QVERIFY(findPaths(adjacency, 3, 1).paths.empty());
    PathOptions options;
    options.longest = 7;
    QVERIFY(failsWith(Code::BadInput, "paths", [&] { findPaths(adjacency, 1, 2, options); }));
  }

 private:
  /// By trying every fact at every place.
  static int countAll(const std::vector<Triple>& facts, int32_t at, int32_t goal, const std::set<int32_t>& met, int left) {
    if (at == goal) return 1;
    if (left == 0) return 0;
    int count = 0;
    for (const Triple& fact : facts) {
      for (const auto& [from, to] : {std::pair(fact.head, fact.tail), std::pair(fact.tail, fact.head)}) {
        if (from != at || met.contains(to)) continue;
        std::set<int32_t> more = met;
        more.insert(to);
        count += countAll(facts, to, goal, more, left - 1);
      }
    }
    return count;
  }
};

QTEST_GUILESS_MAIN(PathFinderTest)
#include "tst_path_finder.moc"
