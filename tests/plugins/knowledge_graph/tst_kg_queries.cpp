// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <set>

#include <torch/torch.h>

#include "plugins/knowledge_graph/kg_data.h"
#include "plugins/knowledge_graph/queries.h"
#include "plugins/knowledge_graph/query_source.h"

using namespace assay;
using namespace assay::kg;

namespace {

std::vector<int32_t> listed(std::span<const int32_t> values) { return {values.begin(), values.end()}; }
std::vector<int64_t> listed(const at::Tensor& tensor) {
  return {tensor.const_data_ptr<int64_t>(), tensor.const_data_ptr<int64_t>() + tensor.numel()};
}
using Ids = std::vector<int32_t>;
using Longs = std::vector<int64_t>;

/// Two relations; (0, r0, 1), (0, r0, 2), (1, r1, 1).
const std::vector<Triple> facts = {{0, 0, 2}, {0, 0, 1}, {1, 1, 1}};

}  // namespace

class QueriesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTripleIsAskedFromBothEnds() {
    // Forwards: (0,r0)->1,2  (1,r1)->1. Backwards r0 is 2, r1 is 3: (1,2)->0  (2,2)->0  (1,3)->1.
    const Queries q = groupQueries(facts, 2);
    QCOMPARE(q.size(), int64_t{5});
    QVERIFY(q.entity == (Ids{0, 1, 1, 1, 2}));
    QVERIFY(q.relation == (Ids{0, 1, 2, 3, 2}));
    QVERIFY(listed(q.answersOf(0)) == (Ids{1, 2}));
    QVERIFY(listed(q.find(1, 2)) == Ids{0});
    QVERIFY(q.find(2, 0).empty());
    QVERIFY(q.find(7, 0).empty());
    QCOMPARE(reciprocal(reciprocal(1, 2), 2), 1);
  }

  void equalTriplesCountOnce() { QCOMPARE(groupQueries(std::vector<Triple>{{0, 0, 1}, {0, 0, 1}}, 1).answers.size(), std::size_t{2}); }

  void aBusyQuestionIsCutIntoEqualPieces() {
    std::vector<Triple> triples;
    for (int32_t tail = 1; tail <= 5; ++tail) triples.push_back({0, 0, tail});
    const Queries q = groupQueries(triples, 1, 2);   // 5 answers, at most 2: three pieces of 2, 2, 1
    QVERIFY(listed(q.answersOf(0)) == (Ids{1, 4}));
    QVERIFY(listed(q.answersOf(1)) == (Ids{2, 5}));
    QVERIFY(listed(q.answersOf(2)) == Ids{3});
    QVERIFY(q.entity[2] == 0 && q.relation[2] == 0 && q.entity[3] == 1);
  }

  void noTripleGivesNoQuestion() {
    const Queries q = groupQueries({}, 3);
    QCOMPARE(q.size(), int64_t{0});
    QVERIFY(q.find(0, 0).empty());
  }

  void aBatchHoldsItsQuestionsWithAllTheirAnswers() {
    const auto queries = std::make_shared<Queries>(groupQueries(facts, 2));
    const QuerySource source(queries, queries, 3, 0, 7);
    QCOMPARE(source.size(), int64_t{5});
    QCOMPARE(source.suggestedBatchSize(), int64_t{7});
    const auto made = source.makeBatch(std::vector<int64_t>{4, 0}, 1);
    const auto& batch = static_cast<const QueryBatch&>(*made);
    QVERIFY(listed(batch.entities) == (Longs{2, 0}));
    QVERIFY(listed(batch.relations) == (Longs{2, 0}));
    QVERIFY(listed(batch.starts) == (Longs{0, 1, 3}));
    QVERIFY(listed(batch.rows) == (Longs{0, 1, 1}));
    QVERIFY(listed(batch.answers) == (Longs{0, 1, 2}));
    QVERIFY(!batch.negatives.defined());
  }

  void sampledCandidatesAreDistinctSeededAndNeverCountAKnownAnswerAsWrong() {
    const auto queries = std::make_shared<Queries>(groupQueries(facts, 2));
    const QuerySource source(queries, queries, 3, 50, 7);   // more than there are: all three
    const auto made = source.makeBatch(std::vector<int64_t>{0}, 1);
    const auto& batch = static_cast<const QueryBatch&>(*made);
    QVERIFY(listed(batch.negatives) == (Longs{0, 1, 2}));
    QVERIFY(listed(batch.knownRows) == (Longs{0, 0}));
    QVERIFY(listed(batch.knownColumns) == (Longs{1, 2}));
    const QuerySource wide(queries, queries, 1000, 20, 7);
    const auto draw = [&](uint64_t seed) {
      const auto b = wide.makeBatch(std::vector<int64_t>{0}, seed);
      return listed(static_cast<const QueryBatch&>(*b).negatives);
    };
    QVERIFY(draw(5) == draw(5));
    QVERIFY(draw(5) != draw(6));
    const Longs five = draw(5);
    QCOMPARE(std::set<int64_t>(five.begin(), five.end()).size(), std::size_t{20});
  }

  void heldOutTriplesNeverTakeAnEntitysLast() {
    // A star of 10 points, each with two triples to the centre: half may go, one of each point must stay.
    GraphParts parts;
    for (int i = 0; i <= 10; ++i) parts.entities.add("e" + std::to_string(i));
    parts.relations.add("r");
    parts.relations.add("s");
    for (int32_t i = 1; i <= 10; ++i) parts.train.insert(parts.train.end(), {{0, 0, i}, {0, 1, i}});
    const KgData data(Graph(parts), 0.5, 3);
    QCOMPARE(data.part(Split::Valid).size(), std::size_t{10});
    std::set<int32_t> left;
    for (const Triple& t : data.part(Split::Train)) left.insert(t.tail);
    QCOMPARE(left.size(), std::size_t{10});
    QCOMPARE(data.known().answers.size(), std::size_t{40});   // what is held out stays known
    QVERIFY(KgData(Graph(parts), 0.5, 3).part(Split::Valid) == data.part(Split::Valid));
    QVERIFY(KgData(Graph(parts), 0, 3).part(Split::Valid).empty());
  }
};

QTEST_APPLESS_MAIN(QueriesTest)
#include "tst_kg_queries.moc"
