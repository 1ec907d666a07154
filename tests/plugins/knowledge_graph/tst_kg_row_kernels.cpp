// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <bit>
#include <cmath>

#include "plugins/knowledge_graph/row_kernels.h"

using namespace assay::kg;

class RowKernelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void longRowsAreExactToo() {
    // 1003 scores, so that vector loops have a rest; against double precision.
    std::vector<float> scores;
    std::vector<double> exact;
    for (int i = 0; i < 1003; ++i) scores.push_back(float(20 * std::sin(i * 0.7)));
    double sum = 0;
    for (const float s : scores) sum += std::exp(double(s));
    for (const float s : scores) exact.push_back(2 * 0.25 * std::exp(double(s)) / sum);
    const std::vector<int64_t> answers{3, 1002};
    for (const int64_t a : answers) exact[std::size_t(a)] -= 0.25;
    const double loss = 2 * std::log(sum) - double(scores[3]) - double(scores[1002]);
    std::vector<Half> half;
    for (const float s : scores) half.push_back(Half(std::bit_cast<uint32_t>(s) >> 16));
    QVERIFY(std::abs(softmaxRow(scores.data(), 1003, answers, 0.25f) - loss) < 1e-4);
    for (std::size_t i = 0; i < exact.size(); ++i) QVERIFY(std::abs(scores[i] - exact[i]) < 1e-6);
    std::vector<float> scratch(1003);
    QVERIFY(std::abs(softmaxRow(half.data(), 1003, answers, 0.25f, scratch.data()) - loss) < 0.3);   // scores of 20 have 3 digits
  }

  void aScoreThatIsNoNumberMakesTheLossNoNumber() {
    std::vector<float> scores(100, 1.0f);
    scores[70] = std::nanf("");
    QVERIFY(std::isnan(softmaxRow(scores.data(), 100, std::vector<int64_t>{3}, 1.0f)));
  }

  void productsOfComplexRowsByHand() {
    // (1+2i)(3-i) = 5+5i; conj(1+2i)(3-i) = (1-2i)(3-i) = 1-7i. Nine pairs, so that vector loops have a rest.
    std::vector<float> a, b, out(18);
    for (int i = 0; i < 9; ++i) a.insert(a.end(), {1, 2}), b.insert(b.end(), {3, -1});
    productRow(out.data(), a.data(), b.data(), 18, Product::Complex);
    for (int i = 0; i < 18; ++i) QCOMPARE(out[std::size_t(i)], 5.0f);
    productRow(out.data(), a.data(), b.data(), 18, Product::Conjugate);
    for (int i = 0; i < 9; ++i) QVERIFY(out[std::size_t(2 * i)] == 1 && out[std::size_t(2 * i + 1)] == -7);
    productRow(out.data(), a.data(), b.data(), 18, Product::Real);
    QVERIFY(out[16] == 3 && out[17] == -2);
  }
};

QTEST_APPLESS_MAIN(RowKernelsTest)
#include "tst_kg_row_kernels.moc"
