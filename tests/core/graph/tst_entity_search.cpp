// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/graph/entity_search.h"
#include "tests/core/graph/graph_fixture.h"

using namespace assay;

class EntitySearchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void equalNamesComeFirstThenBeginningsThenParts() {
    const Graph graph = graphOf({{"big pump", "r", "pump"}, {"pump house", "r", "x"}, {"pump 7", "r", "x"}, {"pump 7", "r", "y"}});
    const EntitySearch search(graph, Adjacency(graph.entityCount(), graph.train()));
    // pump 7 has two facts, pump house one; "big pump" only holds the word.
    QCOMPARE(namesOf(graph, search.find("Pump", 10)), (QStringList{"pump", "pump 7", "pump house", "big pump"}));
    QCOMPARE(search.find("pump", 2).size(), std::size_t(2));
  }

  void widthAndCaseDoNotMatterAndAliasesCount() {
    GraphParts parts;
    parts.entities.add("m1");
    parts.entities.add("m2");
    parts.relations.add("r");
    parts.train = {{0, 0, 1}};
    parts.names.names = {"主轴承 A", "油封"};
    parts.names.aliases = {{"Spindle ＢＥＡＲＩＮＧ"}, {}};
    const Graph graph(std::move(parts));
    const EntitySearch search(graph, Adjacency(2, graph.train()));
    QCOMPARE(search.find("轴承", 5), (std::vector<int32_t>{0}));
    QCOMPARE(search.find("ＳＰＩＮＤＬＥ bearing", 5), (std::vector<int32_t>{0}));
    QCOMPARE(search.find("m2", 5), (std::vector<int32_t>{1}));
    QCOMPARE(search.called("spindle bearing").value_or(-1), 0);
    QCOMPARE(search.called("油封").value_or(-1), 1);
    QVERIFY(!search.called("油"));
    QVERIFY(!search.called(""));
    QVERIFY(!search.called("油封\nm2"));
  }

  void ofEqualNamesTheOneWithMostFactsIsCalled() {
    GraphParts parts;
    for (const char* id : {"a", "b", "c"}) parts.entities.add(id);
    parts.relations.add("r");
    parts.train = {{1, 0, 2}, {1, 0, 0}};
    parts.names.names = {"泵", "泵", ""};
    parts.names.aliases.resize(3);
    const Graph graph(std::move(parts));
    QCOMPARE(EntitySearch(graph, Adjacency(3, graph.train())).called("泵").value_or(-1), 1);
  }

  void nothingIsFoundForNothing() {
    const Graph graph = graphOf({{"a", "r", "b"}});
    const EntitySearch search(graph, Adjacency(2, graph.train()));
    QVERIFY(search.find("", 5).empty());
    QVERIFY(search.find(" \t ", 5).empty());
    QVERIFY(search.find("c", 5).empty());
    QVERIFY(search.find("a\nb", 5).empty());   // no name runs over another's end
  }

 private:
  static QStringList namesOf(const Graph& graph, const std::vector<int32_t>& entities) {
    QStringList names;
    for (int32_t entity : entities) names << QString::fromStdString(graph.displayName(entity));
    return names;
  }
};

QTEST_GUILESS_MAIN(EntitySearchTest)
#include "tst_entity_search.moc"
