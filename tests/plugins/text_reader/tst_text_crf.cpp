// SPDX-License-Identifier: Apache-2.0
// The conditional random field against counting every row of tags.
#include <QtTest>

#include <torch/torch.h>

#include "plugins/text_reader/crf.h"

using namespace assay::text;

namespace {

double scoreOf(const at::Tensor& emissions, const CrfTables& tables, const std::vector<int64_t>& tags) {
  double score = (tables.start[tags.front()] + tables.end[tags.back()]).item<double>();
  for (std::size_t t = 0; t < tags.size(); ++t) score += emissions[int64_t(t)][tags[t]].item<double>();
  for (std::size_t t = 1; t < tags.size(); ++t) score += tables.transitions[tags[t - 1]][tags[t]].item<double>();
  return score;
}

std::vector<std::vector<int64_t>> allRows(int64_t length, int64_t tags) {
  std::vector<std::vector<int64_t>> rows{{}};
  for (int64_t t = 0; t < length; ++t) {
    std::vector<std::vector<int64_t>> longer;
    for (const auto& row : rows)
      for (int64_t k = 0; k < tags; ++k) {
        longer.push_back(row);
        longer.back().push_back(k);
      }
    rows = std::move(longer);
  }
  return rows;
}

/// log of the sum over all rows.
double logPartition(const at::Tensor& emissions, const CrfTables& tables) {
  double sum = 0;
  for (const auto& row : allRows(emissions.size(0), emissions.size(1))) sum += std::exp(scoreOf(emissions, tables, row));
  return std::log(sum);
}

CrfTables randomTables(int64_t tags) { return {at::randn({tags, tags}), at::randn({tags}), at::randn({tags})}; }

bool areNear(double a, double b) { return std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(b)); }

}  // namespace

class TextCrfTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { at::manual_seed(11); }

  void lossIsThatOfAllRows() {
    const CrfTables tables = randomTables(3);
    const at::Tensor emissions = at::randn({2, 4, 3}), tags = at::tensor({2, 0, 1, 1, 1, 2, 0, 0}, at::kLong).view({2, 4});
    const at::Tensor lengths = at::tensor({4, 2}, at::kLong);
    const double first = logPartition(emissions[0], tables) - scoreOf(emissions[0], tables, {2, 0, 1, 1});
    const double second = logPartition(emissions[1].slice(0, 0, 2), tables) - scoreOf(emissions[1], tables, {1, 2});
    QVERIFY(areNear(crfLoss(emissions, tables, lengths, tags).item<double>(), (first + second) / 2));
  }

  void gradientsAreThoseOfSmallSteps() {
    CrfTables tables = randomTables(3);
    at::Tensor emissions = at::randn({2, 3, 3});
    const at::Tensor tags = at::tensor({2, 0, 1, 1, 2, 0}, at::kLong).view({2, 3}), lengths = at::tensor({3, 1}, at::kLong);
    for (at::Tensor* tensor : {&emissions, &tables.transitions, &tables.start, &tables.end}) tensor->requires_grad_();
    crfLoss(emissions, tables, lengths, tags).backward();
    const at::NoGradGuard noGradients;
    const double step = 1e-2;
    for (at::Tensor* tensor : {&emissions, &tables.transitions, &tables.start, &tables.end}) {
      const at::Tensor flat = tensor->view(-1), gradient = tensor->grad().reshape(-1);
      for (int64_t i = 0; i < flat.numel(); ++i) {
        const double before = flat[i].item<double>();
        flat[i] = before + step;
        const double above = crfLoss(emissions, tables, lengths, tags).item<double>();
        flat[i] = before - step;
        const double below = crfLoss(emissions, tables, lengths, tags).item<double>();
        flat[i] = before;
        QVERIFY2(std::abs((above - below) / (2 * step) - gradient[i].item<double>()) < 1e-3, qPrintable(QString::number(i)));
      }
    }
  }

  void theLikeliestRowAndItsProbabilities() {
    for (int trial = 0; trial < 20; ++trial) {
      const CrfTables tables = randomTables(3);
      const at::Tensor emissions = at::randn({4, 3});
      const auto rows = allRows(4, 3);
      const auto best = std::max_element(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return scoreOf(emissions, tables, a) < scoreOf(emissions, tables, b); });
      const TagPath path = likeliestTags(emissions, tables);
      QCOMPARE(path.tags, *best);
      const double all = logPartition(emissions, tables);
      for (std::size_t t = 0; t < 4; ++t) {
        double share = 0;
        for (const auto& row : rows)
          if (row[t] == path.tags[t]) share += std::exp(scoreOf(emissions, tables, row) - all);
        QVERIFY(areNear(path.probability[t], share));
      }
    }
  }

  void largeScoresStayFinite() {
    for (const float size : {-80.0f, -1000.0f, 1000.0f}) {
      const CrfTables tables{at::full({2, 2}, size), at::full({2}, -size), at::full({2}, size)};
      const at::Tensor emissions = at::tensor({400.0f, -400.0f, -400.0f, 400.0f}).view({1, 2, 2});
      const double loss = crfLoss(emissions, tables, at::tensor({2}, at::kLong), at::tensor({0, 1}, at::kLong).view({1, 2})).item<double>();
      QVERIFY2(loss >= -1e-3 && loss < 1e-3, qPrintable(QString::number(loss)));
      const TagPath path = likeliestTags(emissions[0], tables);
      QCOMPARE(path.tags, (std::vector<int64_t>{0, 1}));
      QVERIFY(path.probability[0] > 0.99 && path.probability[1] <= 1.000001);
    }
  }
};

QTEST_APPLESS_MAIN(TextCrfTest)
#include "tst_text_crf.moc"
