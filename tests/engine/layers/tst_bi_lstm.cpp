// SPDX-License-Identifier: Apache-2.0
// The bidirectional LSTM against torch's own, values and gradients.
#include <QtTest>

#include <torch/torch.h>

#include "core/engine/layers/bi_lstm.h"

using namespace assay;

namespace {

struct Result {
  at::Tensor out;
  std::vector<at::Tensor> gradients;   ///< of x, then of the weights in torch's order
};

std::vector<at::Tensor> weightsOf(torch::nn::LSTM& lstm) {
  std::vector<at::Tensor> weights;
  for (const char* way : {"", "_reverse"})
    for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) weights.push_back(lstm->named_parameters()[std::string(name) + way]);
  return weights;
}

/// The output, and gradients of a sum in which every number counts differently.
template <class Compute>
Result learn(torch::nn::LSTM& lstm, const at::Tensor& input, const Compute& compute) {
  lstm->zero_grad();
  const at::Tensor x = input.detach().clone().requires_grad_();
  Result result{compute(x), {}};
  at::manual_seed(99);
  (result.out * at::randn_like(result.out)).sum().backward();
  result.gradients.push_back(x.grad().clone());
  for (const at::Tensor& weight : weightsOf(lstm)) result.gradients.push_back(weight.grad().clone());
  return result;
}

Result ours(torch::nn::LSTM& lstm, const at::Tensor& input, const at::Tensor& lengths) {
  const auto w = weightsOf(lstm);
  return learn(lstm, input, [&](const at::Tensor& x) { return biLstm(x, lengths, {w[0], w[1], w[2], w[3]}, {w[4], w[5], w[6], w[7]}); });
}

Result theirs(torch::nn::LSTM& lstm, const at::Tensor& input, const at::Tensor& lengths) {
  return learn(lstm, input, [&](const at::Tensor& x) {
    const auto packed = torch::nn::utils::rnn::pack_padded_sequence(x, lengths, true, false);
    return std::get<0>(torch::nn::utils::rnn::pad_packed_sequence(std::get<0>(lstm->forward_with_packed_input(packed)), true, 0.0, x.size(1)));
  });
}

bool areNear(const at::Tensor& a, const at::Tensor& b) { return a.sizes() == b.sizes() && at::allclose(a, b, 1e-4, 1e-5); }

}  // namespace

class BiLstmTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { at::manual_seed(5); }

  void itIsTorchsOwn_data() {
    QTest::addColumn<QList<int>>("lengths");
    QTest::newRow("one place") << QList<int>{1};
    QTest::newRow("one sentence") << QList<int>{7};
    QTest::newRow("equal lengths") << QList<int>{4, 4, 4};
    QTest::newRow("unequal lengths, not sorted") << QList<int>{2, 9, 1, 5, 9, 3};
  }
  void itIsTorchsOwn() {
    QFETCH(QList<int>, lengths);
    torch::nn::LSTM lstm(torch::nn::LSTMOptions(6, 8).bidirectional(true).batch_first(true));
    const at::Tensor counts = at::tensor(std::vector<int64_t>(lengths.begin(), lengths.end()), at::kLong);
    const at::Tensor x = at::randn({counts.size(0), counts.max().item<int64_t>() + 2, 6});   // wider than the longest
    const Result a = ours(lstm, x, counts), b = theirs(lstm, x, counts);
    QVERIFY(areNear(a.out, b.out));
    QCOMPARE(a.gradients.size(), b.gradients.size());
    for (std::size_t i = 0; i < a.gradients.size(); ++i) QVERIFY2(areNear(a.gradients[i], b.gradients[i]), qPrintable(QString::number(i)));
  }

  /// What lies behind the ends does not count, and nothing comes back to it.
  void behindTheEndsIsNothing() {
    torch::nn::LSTM lstm(torch::nn::LSTMOptions(3, 4).bidirectional(true).batch_first(true));
    const at::Tensor counts = at::tensor({2, 3}, at::kLong);
    at::Tensor x = at::randn({2, 3, 3});
    const Result before = ours(lstm, x, counts);
    x[0][2] += 100;
    const Result after = ours(lstm, x, counts);
    QVERIFY(before.out.equal(after.out));
    QVERIFY(after.out[0][2].eq(0).all().item<bool>());
    QVERIFY(after.gradients[0][0][2].eq(0).all().item<bool>());
  }

  void threadsDoNotChangeItsBits() {
    torch::nn::LSTM lstm(torch::nn::LSTMOptions(20, 32).bidirectional(true).batch_first(true));
    const at::Tensor counts = at::tensor({30, 12, 25}, at::kLong), x = at::randn({3, 30, 20});
    const int before = at::get_num_threads();
    at::set_num_threads(1);
    const Result one = ours(lstm, x, counts);
    at::set_num_threads(2);
    const Result two = ours(lstm, x, counts);
    at::set_num_threads(before);
    QVERIFY(one.out.equal(two.out));
    for (std::size_t i = 0; i < one.gradients.size(); ++i) QVERIFY(one.gradients[i].equal(two.gradients[i]));
  }
};

QTEST_APPLESS_MAIN(BiLstmTest)
#include "tst_bi_lstm.moc"
