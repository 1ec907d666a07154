// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/train/ema.h"
#include "core/engine/train/loss_scaler.h"
#include "core/engine/train/optimizers.h"

using namespace assay;

namespace {

at::Tensor withGradient(std::vector<float> values, std::vector<float> gradient) {
  at::Tensor parameter = at::tensor(values).requires_grad_(true);
  parameter.mutable_grad() = at::tensor(gradient);
  return parameter;
}

void compareTo(const at::Tensor& tensor, const std::vector<double>& expected, double tolerance = 1e-6) {
  QCOMPARE(std::size_t(tensor.numel()), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double value = tensor[int64_t(i)].item<double>();
    QVERIFY2(std::abs(value - expected[i]) <= tolerance,
             qPrintable(QString("place %1: %2 instead of %3").arg(i).arg(value, 0, 'g', 9).arg(expected[i], 0, 'g', 9)));
  }
}

}  // namespace

class OptimizersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theFirstAdamWStepMovesByTheRateAgainstTheSign() {
    // m = .1 g, v = .001 g^2; corrected m^ = g, v^ = g^2; step = lr g / (|g| + eps) = lr sign(g).
    const at::Tensor p = withGradient({1, -2}, {0.5f, -4});
    const auto adamw = makeOptimizer({}, {{{{"p", p}}, 0.0}});
    adamw->step(0.1);
    compareTo(p.detach(), {0.9, -1.9});
  }

  void theSecondAdamWStepUsesBothMoments() {
    // g1 = 1, g2 = 3. m2 = .9*.1 + .1*3 = .39, m^ = .39/.19 = 2.0526316; v2 = .999*.001 + .001*9 = .009999,
    // v^ = .009999/.001999 = 5.0020010, root 2.2365154; first step .1, second .1*2.0526316/2.2365154 = .0917781.
    const at::Tensor p = withGradient({1}, {1});
    const auto adamw = makeOptimizer({}, {{{{"p", p}}, 0.0}});
    adamw->step(0.1);
    p.mutable_grad() = at::tensor({3.0f});
    adamw->step(0.1);
    compareTo(p.detach(), {1 - 0.1 - 0.0917781}, 2e-6);
  }

  void weightDecayIsDecoupledAndPerGroup() {
    // Decayed: 2 * (1 - .1 * .5) - .1 = 1.8; exempt: 2 - .1 = 1.9.
    const at::Tensor decayed = withGradient({2}, {1}), exempt = withGradient({2}, {1});
    const auto adamw = makeOptimizer({}, {{{{"a", decayed}}, 0.5}, {{{"b", exempt}}, 0.0}});
    adamw->step(0.1);
    compareTo(decayed.detach(), {1.8});
    compareTo(exempt.detach(), {1.9});
  }

  void adagradDividesByTheRootOfSummedSquares() {
    // Sums 4, then 4 + 9 = 13; steps .1 * 2 / 2 = .1 and .1 * 3 / sqrt(13) = .0832050.
    const at::Tensor p = withGradient({1}, {2});
    const auto adagrad = makeOptimizer({.kind = "adagrad"}, {{{{"p", p}}, 0.0}});
    adagrad->step(0.1);
    compareTo(p.detach(), {0.9});
    p.mutable_grad() = at::tensor({3.0f});
    adagrad->step(0.1);
    compareTo(p.detach(), {0.9 - 0.0832050});
  }

  void rowSparseGradientsMoveTheirRowsOnlyAndAsDenseOnesDo() {
    // Row 2 is named twice: its gradients add up. Row 1 has a sum of squares, but no gradient: it stays.
    const at::Tensor rows = at::tensor({2, 0, 2}, at::kLong).unsqueeze(0), values = at::tensor({1.f, 2.f, 3.f, 4.f, 5.f, 6.f}).reshape({3, 2});
    for (const char* kind : {"adagrad", "adamw", "sgd"}) {
      const at::Tensor sparse = at::ones({3, 2}).requires_grad_(true), dense = at::ones({3, 2}).requires_grad_(true);
      const auto ofSparse = makeOptimizer({.kind = kind, .momentum = 0}, {{{{"p", sparse}}, 0.0}});
      const auto ofDense = makeOptimizer({.kind = kind, .momentum = 0}, {{{{"p", dense}}, 0.0}});
      for (int step = 0; step < 2; ++step) {
        sparse.mutable_grad() = at::sparse_coo_tensor(rows, values, {3, 2});
        dense.mutable_grad() = sparse.grad().to_dense();
        const double norm = clipGradients(ofSparse->gradients(), 1);
        QVERIFY(std::abs(norm - clipGradients(ofDense->gradients(), 1)) < 1e-5);
        ofSparse->step(0.1);
        ofDense->step(0.1);
      }
      QVERIFY2(at::allclose(sparse, dense), kind);
      QVERIFY(at::equal(sparse.detach()[1], at::ones({2})));
      QVERIFY(ofSparse->state().size() == ofDense->state().size());
    }
  }

  void sgdKeepsAVelocity() {
    // v1 = 1, p = 1 - .1 = .9; v2 = .9 + 2 = 2.9, p = .9 - .29 = .61.
    const at::Tensor p = withGradient({1}, {1});
    const auto sgd = makeOptimizer({.kind = "sgd", .momentum = 0.9}, {{{{"p", p}}, 0.0}});
    sgd->step(0.1);
    compareTo(p.detach(), {0.9});
    p.mutable_grad() = at::tensor({2.0f});
    sgd->step(0.1);
    compareTo(p.detach(), {0.61});
  }

  void sgdWithoutMomentumIsPlain() {
    const at::Tensor p = withGradient({1}, {4});
    makeOptimizer({.kind = "sgd", .momentum = 0}, {{{{"p", p}}, 0.5}})->step(0.1);
    compareTo(p.detach(), {1 - 0.1 * (4 + 0.5)});
  }

  void channelsLastWeightsAreUpdatedPlaceByPlace() {
    const at::Tensor plain = at::arange(16, at::kFloat).reshape({1, 4, 2, 2});
    const at::Tensor gradient = at::sin(at::arange(16, at::kFloat)).reshape({1, 4, 2, 2});
    at::Tensor a = plain.clone().requires_grad_(true);
    at::Tensor b = plain.contiguous(at::MemoryFormat::ChannelsLast).requires_grad_(true);
    a.mutable_grad() = gradient.clone();
    b.mutable_grad() = gradient.contiguous(at::MemoryFormat::ChannelsLast);
    makeOptimizer({}, {{{{"a", a}}, 0.1}})->step(0.1);
    makeOptimizer({}, {{{{"b", b}}, 0.1}})->step(0.1);
    QVERIFY(at::equal(a, b));
  }

  void aParameterWithoutGradientStays() {
    const at::Tensor p = at::ones({2}).requires_grad_(true);
    makeOptimizer({}, {{{{"p", p}}, 0.5}})->step(0.1);
    compareTo(p.detach(), {1, 1}, 0);
  }

  void anUnknownKindIsRefused() {
    QVERIFY_EXCEPTION_THROWN(makeOptimizer({.kind = "lion"}, {}), Error);
  }

  void clippingScalesToTheCommonNorm() {
    // Norm of (3, 4) and (12) is 13; to at most 6.5 halves everything.
    const std::vector<at::Tensor> gradients{at::tensor({3.0f, 4.0f}), at::tensor({12.0f})};
    QCOMPARE(clipGradients(gradients, 6.5), 13.0);
    compareTo(gradients[0], {1.5, 2});
    compareTo(gradients[1], {6});
  }

  void clippingLeavesSmallGradientsAndZeroMeansOff() {
    const std::vector<at::Tensor> gradients{at::tensor({3.0f, 4.0f})};
    QCOMPARE(clipGradients(gradients, 6), 5.0);
    QCOMPARE(clipGradients(gradients, 0), 5.0);
    compareTo(gradients[0], {3, 4}, 0);
  }

  void theAverageStartsFastAndThenFollowsItsDecay() {
    // Update 0: decay min(.5, 1/10) = .1: .1*0 + .9*10 = 9. Update 1: min(.5, 2/11) = .1818: 9*.1818 + 20*.8182 = 18.
    const at::Tensor live = at::zeros({1}), counter = at::zeros({1}, at::kLong);
    Ema ema({{"w", live}, {"n", counter}}, 0.5);
    live.fill_(10);
    counter.fill_(1);
    ema.update();
    compareTo(ema.average()[0].tensor, {9});
    live.fill_(20);
    counter.fill_(2);
    ema.update();
    compareTo(ema.average()[0].tensor, {18}, 2e-6);
    QCOMPARE(ema.average()[1].tensor.item<int64_t>(), int64_t{2});
    for (int i = 0; i < 20; ++i) ema.update();   // from update 9 on the decay is .5
    QCOMPARE(ema.updates(), int64_t{22});
    const double before = ema.average()[0].tensor.item<double>();
    live.fill_(before + 4);
    ema.update();
    compareTo(ema.average()[0].tensor, {before + 2}, 1e-5);
  }

  void anOverflowHalvesTheLossScale() {
    LossScaler scaler(at::kCPU, 8);
    QCOMPARE(scaler.scale(at::tensor(2.0f)).item<float>(), 16.0f);
    const std::vector<at::Tensor> good{at::tensor({16.0f})};
    QVERIFY(scaler.unscale(good));
    compareTo(good[0], {2});
    scaler.update();
    const std::vector<at::Tensor> bad{at::tensor({std::numeric_limits<float>::infinity()})};
    QVERIFY(!scaler.unscale(bad));
    scaler.update();
    QCOMPARE(scaler.scale(at::tensor(1.0f)).item<float>(), 4.0f);
  }

  void aLossThatIsNotFiniteHalvesTheScaleAsWell() {
    LossScaler scaler(at::kCPU, 8);
    QVERIFY(scaler.unscale({at::tensor({16.0f})}));
    scaler.update();
    scaler.noteOverflow();   // there are no gradients; what the good step before found must not count again
    scaler.update();
    QCOMPARE(scaler.scale(at::tensor(1.0f)).item<float>(), 4.0f);
    QVERIFY(scaler.unscale({at::tensor({4.0f})}));
    scaler.update();
    QCOMPARE(scaler.scale(at::tensor(1.0f)).item<float>(), 4.0f);
  }

  void aGroupMovesAtItsShareOfTheRate() {
    const at::Tensor fast = at::tensor({1.0f}).requires_grad_(true), slow = at::tensor({1.0f}).requires_grad_(true);
    for (const at::Tensor& weight : {fast, slow}) weight.mutable_grad() = at::tensor({2.0f});
    const auto sgd = makeOptimizer({.kind = "sgd", .momentum = 0}, {{{{"fast", fast}}, 0}, {{{"slow", slow}}, 0, 0.25}});
    sgd->step(0.1);   // 1 - .1 * 2, and 1 - .025 * 2
    compareTo(fast.detach(), {0.8});
    compareTo(slow.detach(), {0.95});
    const auto adam = makeOptimizer({.kind = "adamw"}, {{{{"slow", slow}}, 0, 0.5}});
    adam->step(0.1);   // the first step of Adam has the length of the rate
    compareTo(slow.detach(), {0.9}, 1e-5);
  }
};

QTEST_APPLESS_MAIN(OptimizersTest)
#include "tst_optimizers.moc"
