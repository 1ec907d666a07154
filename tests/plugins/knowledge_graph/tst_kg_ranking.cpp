// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include <torch/torch.h>

#include "core/base/random_seed.h"
#include "plugins/knowledge_graph/ranking.h"
#include "plugins/knowledge_graph/ranking_report.h"
#include "plugins/knowledge_graph/row_kernels.h"

using namespace assay;
using namespace assay::kg;

namespace {

using Ids = std::vector<int32_t>;

double rankOf(const std::vector<float>& scores, int32_t answer, const Ids& known = {}) {
  return filteredRank(scores.data(), int64_t(scores.size()), answer, known);
}

std::vector<Triple> randomTriples(int count, int32_t entities, int32_t relations, uint64_t seed) {
  Random random(seed);
  std::vector<Triple> triples;
  for (int i = 0; i < count; ++i)
    triples.push_back({int32_t(random.below(entities)), int32_t(random.below(relations)), int32_t(random.below(entities))});
  return triples;
}

bool isFact(const std::vector<Triple>& facts, const Triple& t) { return std::find(facts.begin(), facts.end(), t) != facts.end(); }

/// The definition, one triple and one candidate at a time.
double bruteForceRank(const at::Tensor& scores, const Triple& asked, bool isTail, const std::vector<Triple>& facts) {
  const int32_t answer = isTail ? asked.tail : asked.head;
  const float own = scores[answer].item<float>();
  double above = 0, equal = 0;
  for (int32_t e = 0; e < scores.size(0); ++e) {
    Triple other = asked;
    (isTail ? other.tail : other.head) = e;
    if (e == answer || isFact(facts, other)) continue;
    const float score = scores[e].item<float>();
    above += score > own ? 1 : 0;
    equal += score == own ? 1 : 0;
  }
  return 1 + above + equal / 2;
}

}  // namespace

class RankingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ranksByHand() {
    const std::vector<float> scores{.1f, .5f, .3f, .9f};
    QCOMPARE(rankOf(scores, 3), 1.0);
    QCOMPARE(rankOf(scores, 2), 3.0);
    QCOMPARE(rankOf(scores, 0), 4.0);
    QCOMPARE(rankOf(scores, 2, {2, 3}), 2.0);      // the other known answer steps aside
    QCOMPARE(rankOf(scores, 0, {0, 1, 2, 3}), 1.0);
  }

  void equalScoresShareTheMeanRank() {
    QCOMPARE(rankOf({.5f, .5f, .5f, .1f}, 1), 2.0);       // places 1 to 3
    QCOMPARE(rankOf({.5f, .5f, .9f}, 0), 2.5);            // places 2 and 3
    QCOMPARE(rankOf({.5f, .5f, .5f}, 0, {0, 1}), 1.5);    // one of the equals is known
    QCOMPARE(rankOf(std::vector<float>(14541, 0.0f), 7), 7271.0);   // a model that says nothing: the middle, not 1
  }

  void aScoreThatIsNoNumberRanksLast() {
    QCOMPARE(rankOf({std::nanf(""), .5f, .1f}, 0), 3.0);
    QCOMPARE(rankOf({std::nanf(""), .5f, .1f}, 1), 2.0);   // and never helps another
    QCOMPARE(rankOf({std::nanf(""), .5f, .1f}, 0, {0, 2}), 2.0);
  }

  void countsOfLongRowsAreExact() {
    std::vector<float> scores;
    for (int i = 0; i < 1003; ++i) scores.push_back(float(i % 10));
    const RankCounts counts = countRanks(scores.data(), 1003, 7);   // 8, 9: 100 each; 7: 100; the last three are 0, 1, 2
    QCOMPARE(counts.above, int64_t{200});
    QCOMPARE(counts.equal, int64_t{100});
  }

  void metricsByHand() {
    // Ranks 1, 2, 4, 2.5: (1 + .5 + .25 + .4) / 4 = .5375.
    const auto m = rankMetrics({{0, 0, 0, 1}, {0, 0, 1, 2}, {0, 0, 2, 4}, {0, 0, 3, 2.5}});
    QCOMPARE(m.at("mrr"), 0.5375);
    QCOMPARE(m.at("hits1"), 0.25);
    QCOMPARE(m.at("hits3"), 0.75);
    QCOMPARE(m.at("hits10"), 1.0);
    QVERIFY(rankMetrics({}).empty());
  }

  void blocksAndGroupsEqualBruteForce_data() {
    QTest::addColumn<QString>("scorer");
    for (const char* scorer : {"complex", "distmult", "transe", "rotate"}) QTest::newRow(scorer) << scorer;
  }
  void blocksAndGroupsEqualBruteForce() {
    QFETCH(QString, scorer);
    constexpr int32_t entities = 30, relations = 3;
    at::manual_seed(3);
    const KgNetwork network(makeScorer(qPrintable(scorer)), 4, entities, relations, 2);
    {
      const at::NoGradGuard noGradients;
      at::Tensor table = network.entities();
      table.normal_();
      table[5].copy_(table[6]);   // a tie
    }
    const std::vector<Triple> train = randomTriples(200, entities, relations, 1), test = randomTriples(40, entities, relations, 2);
    std::vector<Triple> facts = train;
    facts.insert(facts.end(), test.begin(), test.end());
    const Queries asked = groupQueries(test, relations);
    const std::vector<RankedAnswer> ranked = rankAnswers(network, asked, groupQueries(facts, relations), {});
    QCOMPARE(ranked.size(), asked.answers.size());
    for (const RankedAnswer& r : ranked) {
      const bool isTail = r.relation < relations;
      const Triple triple = isTail ? Triple{r.entity, r.relation, r.answer} : Triple{r.answer, r.relation - relations, r.entity};
      QVERIFY(isFact(test, triple));
      const at::NoGradGuard noGradients;
      const at::Tensor query = network.queries(at::full({1}, int64_t(r.entity)), at::full({1}, int64_t(r.relation)));
      // The library may sum a lone row in another order: ranks may then differ by a near tie only.
      QVERIFY(std::abs(r.rank - bruteForceRank(network.scores(query)[0], triple, isTail, facts)) <= 0.5);
    }
  }

  void whatTrainingLacksIsRankedAndReportedApart() {
    GraphParts parts;
    for (const char* name : {"a", "b", "c"}) parts.entities.add(name);
    parts.relations.add("r");
    parts.train = {{0, 0, 1}};
    parts.test = {{0, 0, 2}};   // c is in no training triple
    const Graph graph(parts);
    const EvaluationResult result = judgeRanks({{0, 0, 2, 2}, {2, 1, 0, 1}}, graph);
    QCOMPARE(result.count, int64_t{2});
    QCOMPARE(result.metrics.at("mrr"), 0.75);
    const Json rows = result.artifacts[0].body["rows"];
    QVERIFY(rows[0] == Json::parse(R"(["tails",1,0.5,0.0,1.0,1.0])"));
    QVERIFY(rows[1] == Json::parse(R"(["heads",1,1.0,1.0,1.0,1.0])"));
    QCOMPARE(rows[2][1].get<int>(), 2);
    QVERIFY(result.artifacts[1].body["rows"][0] == Json::parse(R"(["r",2,0.75,0.5,1.0,1.0])"));
    QVERIFY(result.artifacts[2].body["series"][0]["y"][0] == 0.5);
  }
};

QTEST_APPLESS_MAIN(RankingTest)
#include "tst_kg_ranking.moc"
