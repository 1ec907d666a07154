// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <array>

#include "core/graph/graph_report.h"
#include "tests/core/graph/graph_fixture.h"

using namespace assay;

class GraphReportTest : public QObject {
  Q_OBJECT

  /// Ten parts, each with part_of and its inverse; `friends` are symmetric.
  static std::vector<NamedTriple> training() {
    std::vector<NamedTriple> triples;
    for (int i = 0; i < 10; ++i) {
      const std::string part = "p" + std::to_string(i);
      triples.push_back({part, "part_of", "m"});
      triples.push_back({"m", "has_part", part});
      triples.push_back({part, "like", "q" + std::to_string(i)});
      triples.push_back({"q" + std::to_string(i), "like", part});
    }
    return triples;
  }
  static bool says(const Problems& problems, const std::string& part) {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& p) { return contains(p.message, part); });
  }

 private Q_SLOTS:
  void inverseAndSymmetricRelationsAreFound() {
    const Graph graph = graphOf(training());
    // part_of 0, has_part 1, like 2
    QVERIFY(findInverses(graph.train()) == (std::vector<InverseRelations>{{0, 1, 1.0}, {1, 0, 1.0}, {2, 2, 1.0}}));
  }

  void leaksAndUnseenNamesAreCounted() {
    std::vector<NamedTriple> train = training();
    train.push_back({"m", "has_part", "p10"});    // its inverse is in test
    train.push_back({"p10", "like", "p11"});      // its mirror is in test
    const Graph graph = graphOf(train, {{"p0", "part_of", "m"}, {"m", "owns", "x"}},
                                {{"p10", "part_of", "m"}, {"p11", "like", "p10"}, {"m", "owns", "x"}, {"p0", "part_of", "p0"}});
    const GraphReport report = reportOn(graph);
    QCOMPARE(report.train, 42);
    QCOMPARE(report.valid.inTraining, 1);
    QCOMPARE(report.valid.withUnseen, 1);
    QVERIFY(report.test == (HeldOutReport{4, 1, 0, 1, 1, 1, 1, 1}));
    QCOMPARE(report.testInValid, 1);
    const Problems problems = problemsOf(report, graph, "x");
    QVERIFY(says(problems, "1 of the 2 triples of the valid part are in training too"));
    QVERIFY(says(problems, "1 of the 2 triples of the valid part are in training the other way round"));
    QVERIFY(says(problems, "1 of the 4 triples of the test part are in training the other way round"));
    QVERIFY(says(problems, "1 of the 4 triples of the test part have something that training has not (1 entity, 1 relation)"));
    QVERIFY(says(problems, "1 triple of the test part is in the valid part too"));
    QVERIFY(says(problems, "1 triple leads from an entity to itself"));
    QCOMPARE(problems.size(), std::size_t(7));   // and the unseen one of valid
  }

  void degreesAreOfTraining() {
    const GraphReport report = reportOn(graphOf({{"a", "r", "b"}, {"a", "r", "c"}, {"d", "r", "a"}, {"a", "r", "d"}}));
    // a 4, b 1, c 1, d 2
    QCOMPARE(report.meanDegree, 2.0);
    QCOMPARE(report.medianDegree, 2);
    QCOMPARE(report.maxDegree, 4);
    QCOMPARE(report.busiestEntity, 0);
    QCOMPARE(report.entitiesOfOneTriple, 2);
  }

  void oneRelationIsWorthAWord() {
    const Graph graph = graphOf({{"a", "r", "b"}}, {}, {{"b", "r", "a"}});
    const Problems problems = problemsOf(reportOn(graph), graph, "x");
    QCOMPARE(problems.size(), std::size_t(1));
    QVERIFY(says(problems, "one relation only, `r`"));
  }
};

QTEST_GUILESS_MAIN(GraphReportTest)
#include "tst_graph_report.moc"
