// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <array>

#include "core/graph/adjacency.h"
#include "tests/core/graph/graph_fixture.h"
#include "tests/support/expect_error.h"

using namespace assay;

class GraphTest : public QObject {
  Q_OBJECT

  static Item item(const std::string& path, Split split, const std::string& reference = {}) {
    Item item;
    item.kind = ItemKind::Triples;
    item.path = path;
    item.split = split;
    item.status = LabelStatus::Labelled;
    item.reference = reference;
    return item;
  }

 private Q_SLOTS:
  void namesOfTrainingComeFirst() {
    Scratch scratch;
    scratch.put("data/test.txt", "z\tr\ta\n");
    scratch.put("data/train.txt", "a\tr\tb\n");
    scratch.put("data/more.txt", "b\tr\tc\n");
    Snapshot snapshot;
    snapshot.items = {item("data/test.txt", Split::Test), item("data/more.txt", Split::None), item("data/train.txt", Split::Train)};
    const Graph graph = openGraph(snapshot, scratch.at(""), {});
    QCOMPARE(graph.entityCount(), 4);
    QCOMPARE(graph.trainEntityCount(), 3);
    QCOMPARE(*graph.entities().find("z"), 3);
    QCOMPARE(graph.train().size(), std::size_t(2));
    QCOMPARE(graph.test().size(), std::size_t(1));
  }

  void namesTypesAndAliasesComeFromTheirFile() {
    Scratch scratch;
    scratch.put("train.txt", "m1\tr\tf1\nhttp://x/Big_%E6%B3%B5\tr\tm1\n");
    scratch.put("entities.tsv", "id\tname\ttype\taliases\nm1\t\xe6\xb3\xb5 1\tmachine\tpump 1|P-1\nf1\tleak\n" "f9\tgone\n");
    Snapshot snapshot;
    snapshot.items = {item("train.txt", Split::Train, "entities.tsv")};
    const Graph graph = openGraph(snapshot, scratch.at(""), {});
    QCOMPARE(graph.displayName(0), std::string("\xe6\xb3\xb5 1"));
    QCOMPARE(graph.typeOf(0), std::string("machine"));
    QCOMPARE(graph.typeIdOf(0), 0);
    QCOMPARE(graph.aliasesOf(0).size(), std::size_t(2));
    QCOMPARE(graph.aliasesOf(0)[1], std::string("P-1"));
    QCOMPARE(graph.typeOf(1), std::string());
    QCOMPARE(graph.displayName(2), std::string("Big \xe6\xb3\xb5"));
  }

  void faultsOfTheNamesFileNameTheLine() {
    Scratch scratch;
    Vocabulary entities;
    entities.add("a");
    EntityNames names;
    const auto read = [&](const std::string& text) {
      names = {};
      readEntityNames(scratch.put("names.tsv", text), entities, names, {});
    };
    QVERIFY(failsWith(Code::BadInput, "names.tsv:2: the line has 1 fields", [&] { read("a\tx\nb\n"); }));
    QVERIFY(failsWith(Code::BadInput, "names.tsv:2: `a` has a name already", [&] { read("a\tx\na\ty\n"); }));
    read("b\tx\n");
    QCOMPARE(names.unknown, 1);
  }

  void withoutTrainingThereIsNoGraph() {
    Scratch scratch;
    scratch.put("test.txt", "a\tr\tb\n");
    Snapshot snapshot;
    snapshot.items = {item("test.txt", Split::Test)};
    QVERIFY(failsWith(Code::BadInput, "no file of triples is in the training split", [&] { openGraph(snapshot, scratch.at(""), {}); }));
  }

  void anIdOutsideTheGraphIsRefused() {
    GraphParts parts;
    parts.entities.add("a");
    parts.relations.add("r");
    parts.train = {{0, 0, 1}};
    QVERIFY(failsWith(Code::BadInput, "(0, 0, 1) has an id outside the graph of 1 entities and 1 relations", [&] { Graph(std::move(parts)); }));
  }

  void neighboursLieBothWays() {
    const Graph graph = graphOf({{"a", "r", "b"}, {"c", "q", "a"}, {"a", "q", "b"}, {"a", "r", "a"}});
    const Adjacency adjacency(graph.entityCount(), graph.train());
    // a: 0, b: 1, c: 2; r: 0, q: 1
    QVERIFY(std::ranges::equal(adjacency.out(0), std::vector<Edge>{{0, 0}, {0, 1}, {1, 1}}));
    QVERIFY(std::ranges::equal(adjacency.in(0), std::vector<Edge>{{0, 0}, {1, 2}}));
    QCOMPARE(adjacency.degree(0), 5);
    QCOMPARE(adjacency.degree(2), 1);
    const std::vector<Neighbour> all = adjacency.neighbours(1);
    QVERIFY(all == (std::vector<Neighbour>{{0, 0, false}, {1, 0, false}}));
  }
};

QTEST_GUILESS_MAIN(GraphTest)
#include "tst_graph.moc"
