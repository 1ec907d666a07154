// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <set>

#include "core/graph/graph.h"
#include "core/graph/graph_report.h"
#include "core/plugin/catalogue.h"
#include "core/project/sample_fact_world.h"
#include "core/project/sample_facts.h"
#include "core/project/validator.h"
#include "core/store/item_table.h"
#include "tests/support/test_files.h"

using namespace assay;
namespace fs = std::filesystem;

class SampleFactsTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }

  static std::set<Triple> all(const SampleFacts& facts) {
    std::set<Triple> triples(facts.train.begin(), facts.train.end());
    triples.insert(facts.valid.begin(), facts.valid.end());
    triples.insert(facts.test.begin(), facts.test.end());
    return triples;
  }

 private Q_SLOTS:
  void initTestCase() { qputenv("ASSAY_PLUGIN_PATH", QByteArray(qgetenv("ASSAY_SOURCE") + "/plugins")); }

  void equalSeedsGiveEqualFacts() {
    const SampleFacts a = drawFacts(20, 7), b = drawFacts(20, 7), c = drawFacts(20, 8);
    QVERIFY(a.train == b.train && a.test == b.test && a.entityFile == b.entityFile && a.documents == b.documents);
    QVERIFY(a.entityFile != c.entityFile);
  }

  void theRulesInferWhatTheirNamesSay() {
    FactWorld world;
    for (const char* id : {"bearing", "rotor", "pump", "hall", "plant", "wear", "grease", "probe", "other"}) {
      world.ids.add(id);
      world.entities.push_back({id, id, id, std::string(id) == "pump" ? "machine" : "x"});
    }
    const auto fact = [](int32_t head, Fact relation, int32_t tail) { return Triple{head, int32_t(relation), tail}; };
    world.facts = {fact(0, Fact::PartOf, 1), fact(1, Fact::PartOf, 2), fact(2, Fact::LocatedIn, 3), fact(3, Fact::LocatedIn, 4),
                   fact(0, Fact::HasFault, 5), fact(5, Fact::FixedBy, 6), fact(7, Fact::Monitors, 0), fact(0, Fact::SimilarFailure, 8)};
    const std::vector<Triple> inferred = inferFacts(world);
    const std::set<Triple> expected = {fact(0, Fact::PartOf, 2), fact(2, Fact::LocatedIn, 4), fact(1, Fact::HasPart, 0), fact(2, Fact::HasPart, 1),
                                       fact(2, Fact::HasPart, 0), fact(2, Fact::MachineHasFault, 5), fact(0, Fact::NeedsAction, 6),
                                       fact(7, Fact::Detects, 5), fact(8, Fact::SimilarFailure, 0)};
    QVERIFY(std::set<Triple>(inferred.begin(), inferred.end()) == expected);
    QCOMPARE(inferred.size(), expected.size());
  }

  void whatIsHeldOutFollowsFromTraining() {
    const SampleFacts facts = drawFacts(30, 3);
    FactWorld world = drawWorld(30, 3);
    const std::set<Triple> train(facts.train.begin(), facts.train.end());
    for (const Triple& t : world.facts) QVERIFY(train.contains(t));
    const std::vector<Triple> inferred = inferFacts(world);
    QCOMPARE(all(facts).size(), world.facts.size() + inferred.size());
    QCOMPARE(all(facts).size(), facts.train.size() + facts.valid.size() + facts.test.size());
    const double share = double(facts.test.size()) / double(inferred.size());
    QVERIFY2(share > 0.25 && share < 0.27, std::to_string(share).c_str());   // a quarter, rounded up rule by rule
  }

  void aSampleIsAProjectWithGraphAndDocuments() {
    const Project project = createSampleFacts(at("facts"), 12, 1, {});
    QCOMPARE(project.task, std::string("knowledge_graph"));
    Database database(project.databaseFile(), OpenMode::ReadWrite);
    const Snapshot snapshot = takeSnapshot(database, project.task, {});
    const Graph graph = openGraph(snapshot, project.root, {});
    QCOMPARE(graph.entityCount(), graph.trainEntityCount());
    QCOMPARE(graph.relationCount(), 12);
    QVERIFY(!graph.typeOf(0).empty());
    QCOMPARE(graph.aliasesOf(0).size(), std::size_t(1));
    const auto documents = std::count_if(snapshot.items.begin(), snapshot.items.end(), [](const Item& i) { return i.kind == ItemKind::Document; });
    QCOMPARE(documents, 6);
    const PluginCatalogue catalogue = PluginCatalogue::scan();
    const Problems problems = validateProject(project, database, catalogue.byTask("knowledge_graph"));
    QVERIFY(!hasErrors(problems));
    const GraphReport report = reportOn(graph);
    QCOMPARE(report.test.inTraining + report.valid.inTraining + report.testInValid + report.test.withUnseen, 0);
  }

  void tooFewMachinesAreRefusedAndLeaveNothing() {
    QCOMPARE(errorOf([&] { createSampleFacts(at("none"), 4, 1, {}); }).code(), Code::BadOption);
    QVERIFY(!fs::exists(at("none")));
  }
};

QTEST_GUILESS_MAIN(SampleFactsTest)
#include "tst_sample_facts.moc"
