// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>
#include <map>

#include <torch/torch.h>

#include "plugins/knowledge_graph/explorer.h"
#include "tests/support/expect_error.h"

using namespace assay;
using namespace assay::kg;

namespace {

/// Pump and 水泵 are parts, leak is a fault; two entities share the name "valve".
KgData partsAndFaults() {
  GraphParts parts;
  for (const char* id : {"p1", "p2", "f1", "v1", "v2"}) parts.entities.add(id);
  parts.relations.add("has_fault");
  parts.relations.add("part_of");
  parts.train = {{0, 0, 2}, {1, 1, 0}};
  parts.names.names = {"pump", "水泵", "leak", "valve", "valve"};
  return KgData(Graph(std::move(parts)), 0, 0);
}

/// DistMult of rank 2; backwards relations score nothing.
KgNetwork tables() {
  KgNetwork network(makeScorer("distmult"), 2, 5, 2, 0);
  const at::NoGradGuard noGradients;
  at::Tensor entities = network.entities(), relations = network.relations();
  entities.copy_(at::tensor({1.f, 0.f, 1.f, .1f, 3.f, 0.f, 2.f, 0.f, 0.f, 1.f}).reshape({5, 2}));
  relations.copy_(at::tensor({1.f, 0.f, 0.f, 1.f, 1.f, 0.f, 0.f, 1.f}).reshape({4, 2}));
  return network;
}

std::string entityAt(const Json& answer, int place) { return answer["answers"][std::size_t(place)]["entity"].get<std::string>(); }

}  // namespace

class ExplorerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tailsAreRankedByScore() {
    // (pump, has_fault, x) scores the first number of x: f1 3, v1 2, p1 and p2 1, v2 0.
    const Json answer = explorer_.answer({{"head", "pump"}, {"relation", "has_fault"}, {"top", 2}});
    QCOMPARE(answer["answers"].size(), std::size_t{2});
    QVERIFY(entityAt(answer, 0) == "f1" && entityAt(answer, 1) == "v1");
    QCOMPARE(answer["answers"][0]["score"].get<double>(), 3.0);
    QCOMPARE(answer["answers"][0]["known"].get<bool>(), true);
    QCOMPARE(answer["answers"][0]["name"].get<std::string>(), std::string("leak"));
    QVERIFY(answer["answers"][0]["share"].get<double>() > answer["answers"][1]["share"].get<double>());
  }

  void whatTheGraphSaysCanBeLeftOut() {
    const Json answer = explorer_.answer({{"head", "p1"}, {"relation", "has_fault"}, {"known", false}, {"top", 1}});
    QCOMPARE(answer["answers"].size(), std::size_t{1});
    QVERIFY(entityAt(answer, 0) == "v1");
  }

  void headsAreAskedBackwards() {
    const Json answer = explorer_.answer({{"tail", "leak"}, {"relation", "has_fault"}, {"top", 5}});
    for (const Json& one : answer["answers"]) QCOMPARE(one["known"].get<bool>(), one["entity"] == "p1");
  }

  void pathsNameTheirFacts() {
    // 水泵 -part_of-> pump -has_fault-> leak: one way out of 水泵, two out of pump.
    const Json answer = explorer_.answer({{"from", "水泵"}, {"to", "leak"}});
    QCOMPARE(answer["paths"].size(), std::size_t{1});
    QCOMPARE(answer["paths"][0]["probability"].get<double>(), 0.5);
    QCOMPARE(answer["paths"][0]["facts"][1]["names"], (Json{"pump", "has_fault", "leak"}));
    QVERIFY(answer["complete"].get<bool>());
    QVERIFY(failsWith(Code::BadInput, "to", [&] { explorer_.answer({{"from", "pump"}}); }));
    QVERIFY(failsWith(Code::BadInput, "paths", [&] { explorer_.answer({{"from", "pump"}, {"to", "leak"}, {"hops", 9}}); }));
  }

  void entitiesAreFoundByAPartOfTheirName() {
    const Json answer = explorer_.answer({{"find", "泵"}});
    QCOMPARE(answer["answers"].size(), std::size_t{1});
    QVERIFY(entityAt(answer, 0) == "p2");
    QCOMPARE(answer["answers"][0]["degree"].get<int>(), 1);
    QVERIFY(explorer_.answer({{"find", "gasket"}})["answers"].empty());
  }

  void theMapKeepsDirections() {
    // All on two axes: f1, v1 point the way of p1, v2 across.
    const Json answer = explorer_.answer({{"map", 100}});
    QCOMPARE(answer["points"].size(), std::size_t{5});
    std::map<std::string, std::pair<double, double>> at;
    for (const Json& point : answer["points"]) at[point["entity"]] = {point["x"], point["y"]};
    const auto distance = [&](const char* a, const char* b) { return std::hypot(at[a].first - at[b].first, at[a].second - at[b].second); };
    QVERIFY(distance("p1", "f1") < 1e-5 && distance("p1", "v1") < 1e-5);
    QVERIFY(std::abs(distance("p1", "v2") - std::sqrt(2.0)) < 1e-5);
    QVERIFY(std::abs(answer["variance"][0].get<double>() + answer["variance"][1].get<double>() - 1) < 1e-5);
    QVERIFY(failsWith(Code::BadInput, "input", [&] { explorer_.answer({{"map", 1}}); }));
  }

  void relationsBetweenTwoAreRanked() {
    // Between v2 = (0, 1) and p2 = (1, .1) only part_of, the second number, has a score.
    const Json answer = explorer_.answer({{"head", "v2"}, {"tail", "水泵"}});
    QCOMPARE(answer["answers"][0]["relation"].get<std::string>(), std::string("part_of"));
    QVERIFY(std::abs(answer["answers"][0]["score"].get<double>() - 0.1) < 1e-6);
  }

  void similarEntitiesPointTheSameWay() {
    const Json answer = explorer_.answer({{"similar", "p1"}, {"top", 4}});
    QVERIFY(entityAt(answer, 2) == "p2" && entityAt(answer, 3) == "v2");   // f1 and v1 point exactly the same way
    QVERIFY(std::abs(answer["answers"][3]["score"].get<double>()) < 1e-6);
  }

  void neighboursAreTheGraphsOwnFacts() {
    const Json answer = explorer_.answer({{"neighbours", "pump"}});
    QCOMPARE(answer["count"].get<int>(), 2);
    QVERIFY(answer["facts"][0]["names"] == Json::parse(R"(["pump","has_fault","leak"])"));
    QVERIFY(answer["facts"][1]["head"] == "p2" && answer["facts"][1]["tail"] == "p1");
  }

  void questionsThatCannotBeAnsweredSayWhy() {
    const auto ask = [&](Json question) { return [this, question] { explorer_.answer(question); }; };
    QVERIFY(failsWith(Code::NotFound, "did you mean `pump`", ask({{"head", "pumb"}, {"relation", "has_fault"}})));
    QVERIFY(failsWith(Code::BadInput, "(v1, v2)", ask({{"similar", "valve"}})) || failsWith(Code::BadInput, "(v2, v1)", ask({{"similar", "valve"}})));
    QVERIFY(failsWith(Code::NotFound, "no relation `owns`", ask({{"head", "p1"}, {"relation", "owns"}})));
    QVERIFY(failsWith(Code::BadInput, "`relation` is missing", ask({{"head", "p1"}})));
    QVERIFY(failsWith(Code::BadInput, "ask with `head`", ask({{"row", 1}})));
    QVERIFY(failsWith(Code::BadInput, "must be the name or id", ask({{"similar", 7}})));
    QVERIFY(failsWith(Code::BadInput, "`top` is 0", ask({{"similar", "p1"}, {"top", 0}})));
    QVERIFY(failsWith(Code::BadInput, "JSON object", ask(Json::array())));
  }

 private:
  const KgData data_ = partsAndFaults();
  const KgNetwork network_ = tables();
  const Explorer explorer_{network_, data_};
};

QTEST_APPLESS_MAIN(ExplorerTest)
#include "tst_kg_explorer.moc"
