// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>
#include <numbers>

#include <torch/torch.h>

#include "plugins/knowledge_graph/scorer.h"
#include "tests/support/expect_error.h"

using namespace assay;
using namespace assay::kg;

namespace {

at::Tensor row(std::vector<float> values) { return at::tensor(values).unsqueeze(0); }

double scoreOf(const char* name, const at::Tensor& h, const at::Tensor& r, const at::Tensor& t, double margin = 0) {
  const auto scorer = makeScorer(name);
  const at::Tensor query = scorer->query(h, r);
  const double one = pairScores(scorer->match(), query, t, margin).item<double>();
  const double table = matchScores(scorer->match(), query, t, margin).item<double>();
  return std::abs(one - table) < 1e-5 ? one : std::nan("");   // both forms are the same score
}

double relationScoreOf(const char* name, const at::Tensor& h, const at::Tensor& r, const at::Tensor& t) {
  const auto scorer = makeScorer(name);
  return pairScores(scorer->match(), scorer->relationQuery(h, t), r, 0).item<double>();
}

bool isNear(double value, double expected) { return std::abs(value - expected) < 1e-5; }

}  // namespace

class ScorersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void distMultIsASumOfTripleProducts() {
    // 1*2*3 + 2*(-1)*4 = -2
    const at::Tensor h = row({1, 2}), r = row({2, -1}), t = row({3, 4});
    QVERIFY(isNear(scoreOf("distmult", h, r, t), -2));
    QVERIFY(isNear(relationScoreOf("distmult", h, r, t), -2));
  }

  void complExByHand() {
    // h = 1+2i, r = 3-i, t = 2+i. h r = 3 - i + 6i + 2 = 5+5i; times conj(t) = (5+5i)(2-i) = 10 - 5i + 10i + 5 = 15+5i.
    const at::Tensor h = row({1, 2}), r = row({3, -1}), t = row({2, 1});
    QVERIFY(isNear(scoreOf("complex", h, r, t), 15));
    QVERIFY(isNear(relationScoreOf("complex", h, r, t), 15));
    // Backwards: t r conj(h) = (2+i)(3-i)(1-2i) = (7+i)(1-2i) = 9-13i: the order of the ends matters.
    QVERIFY(isNear(scoreOf("complex", t, r, h), 9));
  }

  void transEIsADistanceFromTheMargin() {
    // h + r - t = (1+2-3, 0+1-4) = (0, -3): 9 - 3 = 6.
    const at::Tensor h = row({1, 0}), r = row({2, 1}), t = row({3, 4});
    QVERIFY(isNear(scoreOf("transe", h, r, t, 9), 6));
    QVERIFY(isNear(relationScoreOf("transe", h, r, t), -3));
  }

  void rotatETurnsTheHead() {
    // A quarter turn of 1 is i, of 2i is -2. t = (i, 0): distances 0 and 2.
    const float quarter = float(std::numbers::pi / 2);
    QVERIFY(isNear(scoreOf("rotate", row({1, 0, 0, 2}), row({quarter, quarter}), row({0, 1, 0, 0}), 6), 4));
    QVERIFY(!makeScorer("rotate")->relationQuery(row({1, 0}), row({0, 1})).defined());
  }

  void modulusDistancesHaveTheGradientOfTheirFormula() {
    at::manual_seed(1);
    const auto fresh = [](int64_t rows) { return at::randn({rows, 10}).requires_grad_(true); };
    const at::Tensor queries = fresh(4), candidates = fresh(7), weights = at::randn({4, 7});
    const at::Tensor difference = (queries.unsqueeze(1) - candidates.unsqueeze(0)).reshape({4, 7, 5, 2});
    const at::Tensor slow = 3 - (difference.square().sum(-1) + 1e-12).sqrt().sum(-1), quick = matchScores(Match::Modulus, queries, candidates, 3);
    QVERIFY(at::allclose(slow, quick, 1e-5, 1e-5));
    const auto expected = torch::autograd::grad({(slow * weights).sum()}, {queries, candidates});
    const auto found = torch::autograd::grad({(quick * weights).sum()}, {queries, candidates});
    for (std::size_t i = 0; i < 2; ++i) QVERIFY(at::allclose(expected[i], found[i], 1e-4, 1e-5));
  }

  void euclideanDistancesAreThere() {
    QVERIFY(isNear(matchScores(Match::Distance2, row({0, 0}), row({3, 4}), 10).item<double>(), 5));
    QVERIFY(isNear(pairScores(Match::Distance2, row({0, 0}), row({3, 4}), 10).item<double>(), 5));
  }

  void rowsFollowFromTheRank() {
    QCOMPARE(makeScorer("complex")->entityWidth(8), int64_t{16});
    QCOMPARE(makeScorer("rotate")->entityWidth(8), int64_t{16});
    QCOMPARE(makeScorer("rotate")->relationWidth(8), int64_t{8});
    QCOMPARE(makeScorer("transe")->relationWidth(8), int64_t{8});
  }

  void rowsOfDistancesMoveInStepsOfTheirSpread() {
    // (9 + 2) / 100
    const Scorer::Rates rotate = makeScorer("rotate")->rates(100, 9), translation = makeScorer("transe")->rates(100, 9), product = makeScorer("complex")->rates(100, 9);
    QVERIFY(std::abs(rotate.entities - 0.11) < 1e-12 && rotate.relations == 1);
    QVERIFY(std::abs(translation.entities - 0.11) < 1e-12 && translation.relations == translation.entities);
    QVERIFY(product.entities == 1 && product.relations == 1);
    QCOMPARE(makeScorer("transe")->rates(4, 9).entities, 1.0);   // a share
  }

  void anUnknownScorerNamesTheKnownOnes() {
    QVERIFY(failsWith(Code::BadOption, "complex, distmult, transe, rotate", [] { makeScorer("conve"); }));
  }
};

QTEST_APPLESS_MAIN(ScorersTest)
#include "tst_kg_scorers.moc"
