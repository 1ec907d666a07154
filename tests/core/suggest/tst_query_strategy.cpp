// SPDX-License-Identifier: Apache-2.0
#include <set>

#include <QtTest>

#include "core/base/error.h"
#include "core/suggest/query_strategy.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

std::vector<std::size_t> indices(const std::vector<Suggestion>& chosen) {
  std::vector<std::size_t> out;
  for (const Suggestion& s : chosen) out.push_back(s.index);
  return out;
}

/// On a line: two near 0, one at 5, one at 10.
std::vector<Surveyed> line() {
  return {{"a", {0.99}, 0, {0.0f}}, {"b", {0.5}, 0.1, {0.1f}}, {"c", {0.2, 0.9}, 0.7, {5.0f}}, {"d", {}, 0, {10.0f}}};
}

}  // namespace

class QueryStrategyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theMostUncertainComesFirst() {
    // Entropies: a .081, b 1, c .722 + .469 = 1.191, d 0.
    const auto chosen = chooseNext(line(), {}, {QueryStrategy::Uncertainty, 3});
    QCOMPARE(indices(chosen), (std::vector<std::size_t>{2, 1, 0}));
    QVERIFY(std::abs(chosen[0].value - 1.1909) < 1e-3);
  }

  void wrongDecisionsAreCountedAtTheThreshold() {
    // At .5: a .01, b .5, c .2 + .1; at .15: c .8 + .1.
    const auto half = chooseNext(line(), {}, {.strategy = QueryStrategy::ExpectedError, .count = 2, .threshold = 0.5});
    QCOMPARE(indices(half), (std::vector<std::size_t>{1, 2}));
    const auto low = chooseNext(line(), {}, {.strategy = QueryStrategy::ExpectedError, .count = 1, .threshold = 0.15});
    QCOMPARE(indices(low), (std::vector<std::size_t>{2}));
    QVERIFY(std::abs(low[0].value - 0.9) < 1e-9);
  }

  void viewsThatDisagree() { QCOMPARE(indices(chooseNext(line(), {}, {QueryStrategy::Disagreement, 2})), (std::vector<std::size_t>{2, 1})); }

  void theFarthestFromWhatIsLabelled() {
    const std::vector<std::vector<float>> labelled{{0.0f}};
    QCOMPARE(indices(chooseNext(line(), labelled, {QueryStrategy::Diversity, 3})), (std::vector<std::size_t>{3, 2, 1}));
    const std::vector<std::vector<float>> ends{{0.0f}, {10.0f}};
    QCOMPARE(indices(chooseNext(line(), ends, {QueryStrategy::Diversity, 1})), (std::vector<std::size_t>{2}));
  }

  void errorsButNotTheSameAgain() {
    // Two errors side by side and a smaller one elsewhere: one of the two, then the other place.
    const std::vector<Surveyed> pool{{"a", {0.5}, 0, {10.0f}}, {"b", {0.5}, 0, {10.1f}}, {"c", {0.25}, 0, {-10.0f}}, {"d", {}, 0, {0.2f}}};
    const std::vector<std::vector<float>> labelled{{0.0f}};
    QCOMPARE(indices(chooseNext(pool, labelled, {.strategy = QueryStrategy::Mixed, .count = 2, .threshold = 0.5})), (std::vector<std::size_t>{1, 2}));
  }

  void everyStrategyGivesDifferentImagesAndNoMoreThanThereAre() {
    for (const QueryStrategy strategy : everyQueryStrategy) {
      const auto chosen = chooseNext(line(), {}, {strategy, 10});
      const auto all = indices(chosen);
      QCOMPARE(std::set<std::size_t>(all.begin(), all.end()).size(), std::size_t{4});
      QCOMPARE(queryStrategyFromName(queryStrategyName(strategy)), strategy);
      QVERIFY(chooseNext({}, {}, {strategy, 10}).empty());
    }
  }

  void chanceFollowsItsSeed() {
    std::vector<Surveyed> many(50);
    const auto first = indices(chooseNext(many, {}, {.strategy = QueryStrategy::Random, .count = 20, .seed = 1}));
    QCOMPARE(indices(chooseNext(many, {}, {.strategy = QueryStrategy::Random, .count = 20, .seed = 1})), first);
    QVERIFY(indices(chooseNext(many, {}, {.strategy = QueryStrategy::Random, .count = 20, .seed = 2})) != first);
  }

  void whatCannotBeDoneIsSaid() {
    const std::vector<Surveyed> blind{{"a", {0.5}, 0, {}}};
    QCOMPARE(errorOf([&] { chooseNext(blind, {}, {QueryStrategy::Diversity, 1}); }).code(), Code::BadInput);
    const std::vector<Surveyed> mixed{{"a", {}, 0, {1.0f}}, {"b", {}, 0, {1.0f, 2.0f}}};
    QCOMPARE(errorOf([&] { chooseNext(mixed, {}, {QueryStrategy::Mixed, 1}); }).code(), Code::BadInput);
    const Error fault = errorOf([] { queryStrategyFromName("best"); });
    QCOMPARE(fault.code(), Code::BadOption);
    QVERIFY(QString(fault.what()).contains("expected_error"));
  }
};

QTEST_GUILESS_MAIN(QueryStrategyTest)
#include "tst_query_strategy.moc"
