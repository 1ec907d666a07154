// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include <torch/torch.h>

#include "core/job/run_spec.h"
#include "core/plugin/catalogue.h"
#include "plugins/knowledge_graph/kg_options.h"
#include "tests/support/expect_error.h"

using namespace assay;
using namespace assay::kg;

namespace {

/// `triples` facts in a ring over `entities`, one relation after the other.
Graph ring(int32_t entities, int32_t relations, int64_t triples) {
  GraphParts parts;
  for (int32_t i = 0; i < entities; ++i) parts.entities.add("e" + std::to_string(i));
  for (int32_t i = 0; i < relations; ++i) parts.relations.add("r" + std::to_string(i));
  for (int64_t i = 0; i < triples; ++i)
    parts.train.push_back({int32_t(i % entities), int32_t(i % relations), int32_t((i + 1 + i / entities) % entities)});
  return Graph(std::move(parts));
}

OptionValues with(const std::string& key, OptionValue value) {
  OptionValues changes;
  if (!key.empty()) changes.set(key, std::move(value));
  return runSchema(PluginCatalogue::scan().byId("knowledge_graph")).resolve(changes);
}
OptionValues defaults() { return with("", 0.0); }

}  // namespace

class KgOptionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void manyEntitiesAreHeldBackMore() {
    const KgOptions small = kgOptions(defaults(), ring(125, 5, 4000)), large = kgOptions(defaults(), ring(27000, 5, 30000));
    QVERIFY(small.scorer == "complex" && small.loss.negatives == Negatives::All && small.loss.regulariser == Regulariser::Dura);
    QVERIFY(std::abs(small.loss.regularisation - 0.01) < 1e-12);
    QVERIFY(std::abs(large.loss.regularisation - 0.06) < 1e-12);
  }

  void aWebPredictsItsRelationsAndATreeDoesNot() {
    QCOMPARE(kgOptions(defaults(), ring(100, 5, 4000)).loss.relationWeight, 0.25);
    QCOMPARE(kgOptions(defaults(), ring(2000, 5, 20000)).loss.relationWeight, 1.0);
    QCOMPARE(kgOptions(defaults(), ring(2000, 5, 4000)).loss.relationWeight, 0.0);
  }

  void newRowsOfAnExtensionAreHeldBackMore() {
    const KgShape extended{"complex", 8, true};
    QVERIFY(std::abs(kgOptions(defaults(), ring(125, 5, 4000), extended).loss.regularisation - 0.027) < 1e-12);
    QCOMPARE(kgOptions(with("model.regularisation", 0.2), ring(125, 5, 4000), extended).loss.regularisation, 0.2);
  }

  void theRankFitsTheParameters() {
    // 50,000 entities and twice 100 relations of two floats a number: 7.9e6 / 100,400 = 78.
    QCOMPARE(kgOptions(defaults(), ring(50000, 100, 50000)).rank, int64_t{78});
    QCOMPARE(kgOptions(with("model.rank", int64_t{7}), ring(50000, 100, 50000)).rank, int64_t{7});
    QVERIFY(kgOptions(defaults(), ring(3, 1, 3)).rank > 16);
  }

  void batchesFollowTheNumberOfTriples() {
    QCOMPARE(kgOptions(defaults(), ring(100, 5, 200)).batchSize, int64_t{32});
    QCOMPARE(kgOptions(defaults(), ring(50000, 100, 60000)).batchSize, int64_t{100});
  }

  void distancesComeWithTheirOwnDefaults() {
    for (const char* scorer : {"transe", "rotate"}) {
      const KgOptions o = kgOptions(with("model.scorer", std::string(scorer)), ring(100, 5, 2000));
      QVERIFY(o.loss.negatives == Negatives::SelfAdversarial && o.loss.regulariser == Regulariser::None);
      QVERIFY(o.negativeCount > 0 && o.loss.relationWeight == 0);
    }
  }

  void tablesThatExistDecideTheirShape() {
    const KgOptions o = kgOptions(with("model.rank", int64_t{7}), ring(100, 5, 200), {"distmult", 33});
    QVERIFY(o.scorer == "distmult" && o.rank == 33);
  }
};

QTEST_APPLESS_MAIN(KgOptionsTest)
#include "tst_kg_options.moc"
