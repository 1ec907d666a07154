// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/backbones/backbone.h"
#include "core/engine/backbones/efficientnet_lite.h"
#include "core/engine/device/precision.h"
#include "core/engine/layers/conv_norm.h"
#include "core/engine/layers/depthwise.h"
#include "core/engine/layers/feature_pyramid.h"
#include "core/engine/layers/residual_block.h"
#include "core/engine/layers/winograd.h"

using namespace assay;

namespace {

at::Tensor channelsLast(const at::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

/// Largest difference as a share of the largest value.
double difference(const at::Tensor& a, const at::Tensor& b) { return ((a.to(at::kDouble) - b).abs().max() / b.abs().max()).item<double>(); }

}  // namespace

class LayersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void foldedNormEqualsConvolutionThenNorm() {
    torch::NoGradGuard noGrad;
    const ConvNorm layer({.in = 3, .out = 5, .activation = Activation::None}, seededGenerator(1));
    const auto buffers = layer.module()->named_buffers();
    const auto parameters = layer.module()->named_parameters();
    at::manual_seed(2);
    buffers["norm.running_mean"].normal_();
    buffers["norm.running_var"].uniform_(0.5, 2);
    parameters["norm.weight"].normal_();
    parameters["norm.bias"].normal_();
    layer.module()->eval();
    const auto x = torch::randn({2, 3, 9, 7});
    const auto expected = at::batch_norm(at::conv2d(x, parameters["conv.weight"], {}, 1, 1), parameters["norm.weight"],
                                         parameters["norm.bias"], buffers["norm.running_mean"],
                                         buffers["norm.running_var"], false, 0.1, 1e-5, false);
    QVERIFY(at::allclose(layer.forward(x), expected, 1e-4, 1e-5));
  }

  /// One filter for two kinds of map, each with statistics of its own.
  void aFilterServesSeveralKindsOfMap() {
    const ConvNorm layer({.in = 3, .out = 5, .activation = Activation::None, .norms = 2}, seededGenerator(1));
    const auto buffers = layer.module()->named_buffers();
    QCOMPARE(layer.module()->parameters().size(), std::size_t{1 + 2 * 2});
    QVERIFY(buffers.contains("norm0.running_mean") && buffers.contains("norm1.running_mean"));
    at::manual_seed(2);
    const auto x = torch::randn({2, 3, 9, 7});
    layer.module()->train();
    for (int i = 0; i < 100; ++i) layer.forward(10 * x, 1);
    QVERIFY(at::equal(buffers["norm0.running_var"], at::ones({5})));
    QVERIFY(at::allclose(layer.forward(x, 0), layer.forward(10 * x, 1), 1e-3, 1e-4));   // each evens out its own
    layer.module()->eval();
    QVERIFY(!at::allclose(layer.forward(x, 0), layer.forward(x, 1), 0.5));
  }

  void wideLayersSayTheSameInEveryWay_data() {
    QTest::addColumn<int>("activation");
    QTest::addColumn<bool>("isDepthwise");
    for (const bool isDepthwise : {false, true}) {
      QTest::addRow("none, depthwise %d", isDepthwise) << int(Activation::None) << isDepthwise;
      QTest::addRow("relu, depthwise %d", isDepthwise) << int(Activation::Relu) << isDepthwise;
      QTest::addRow("relu6, depthwise %d", isDepthwise) << int(Activation::Relu6) << isDepthwise;
    }
  }
  /// Wide enough for the loops of our own, against the layers of torch one by one in double precision; in training with its gradients.
  void wideLayersSayTheSameInEveryWay() {
    QFETCH(int, activation);
    QFETCH(bool, isDepthwise);
    const auto kind = Activation(activation);
    const int64_t in = 32, out = isDepthwise ? 32 : 48, groups = isDepthwise ? in : 1;
    const ConvNorm layer({.in = in, .out = out, .groups = groups, .padding = isDepthwise ? Padding::TensorFlow : Padding::Symmetric, .activation = kind}, seededGenerator(1));
    auto buffers = layer.module()->named_buffers();
    auto parameters = layer.module()->named_parameters();
    at::manual_seed(2);
    {
      torch::NoGradGuard noGrad;
      parameters["norm.weight"].uniform_(0.5, 2);
      parameters["norm.bias"].normal_();
      buffers["norm.running_mean"].normal_();
      buffers["norm.running_var"].uniform_(0.5, 2);
    }
    const at::Tensor x = channelsLast(torch::randn({2, in, 35, 33}));
    const auto expected = [&](bool isTraining, const at::Tensor& weight) {
      const auto wide = [](const at::Tensor& t) { return t.detach().to(at::kDouble); };
      const at::Tensor filtered = at::convolution(wide(x), weight, {}, {1, 1}, {1, 1}, {1, 1}, false, {0, 0}, groups);
      const at::Tensor y = at::batch_norm(filtered, wide(parameters["norm.weight"]), wide(parameters["norm.bias"]), wide(buffers["norm.running_mean"]), wide(buffers["norm.running_var"]), isTraining, 0.1, 1e-5, false);
      return kind == Activation::None ? y : kind == Activation::Relu ? at::relu(y) : at::hardtanh(y, 0, 6);
    };
    const at::Tensor weight = parameters["conv.weight"].detach().to(at::kDouble).requires_grad_();
    layer.module()->eval();
    {
      const torch::NoGradGuard noGrad;
      QVERIFY(difference(layer.forward(x), expected(false, weight)) < 1e-5);
    }
    layer.module()->train();
    const at::Tensor wanted = expected(true, weight), given = torch::randn(wanted.sizes());
    const at::Tensor y = layer.forward(x);
    QVERIFY(difference(y.detach(), wanted.detach()) < 1e-5);
    const at::Tensor found = torch::autograd::grad({y}, {parameters["conv.weight"]}, {given}).front();
    QVERIFY(difference(found, torch::autograd::grad({wanted}, {weight}, {given.to(at::kDouble)}).front()) < 1e-3);   // values beside a corner of the activation may fall on its other side
  }

  void aResidualBlockWithoutGradientsSaysTheSameAndLeavesItsInputAlone() {
    const ResidualBlock block(8, seededGenerator(3));
    block.module()->eval();
    const at::Tensor x = torch::randn({1, 8, 9, 9}), before = x.clone();
    const at::Tensor expected = block.forward(x).detach();
    const torch::NoGradGuard noGrad;
    QVERIFY(at::equal(block.forward(x), expected));
    QVERIFY(at::equal(x, before));
  }

  void fewerMultiplicationsGiveTheSameConvolution_data() {
    QTest::addColumn<QList<int>>("shape");
    QTest::newRow("whole tiles and registers") << QList<int>{1, 96, 96, 40, 32};
    QTest::newRow("maps that end within a tile") << QList<int>{3, 48, 32, 33, 18};
    QTest::newRow("half a pair of registers") << QList<int>{2, 32, 40, 31, 37};
    QTest::newRow("one row of tiles") << QList<int>{1, 32, 32, 2, 300};
  }
  void fewerMultiplicationsGiveTheSameConvolution() {
    QFETCH(QList<int>, shape);
    const int64_t batch = shape[0], in = shape[1], out = shape[2], height = shape[3], width = shape[4];
    const torch::NoGradGuard noGrad;
    at::manual_seed(4);
    const at::Tensor x = channelsLast(torch::randn({batch, in, height, width})), weight = torch::randn({out, in, 3, 3}), bias = torch::randn({out});
    if (!suitsWinograd(x, weight)) QSKIP("this CPU has no AVX2");
    const at::Tensor exact = at::conv2d(x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble), 1, 1);
    const at::Tensor plain = winogradConvolution(x, weight, bias, false), rectified = winogradConvolution(x, channelsLast(weight), bias, true);
    QVERIFY2(difference(plain, exact) < 1e-5, qPrintable(QString::number(difference(plain, exact))));
    QVERIFY(at::equal(rectified, at::relu(plain)));
    QVERIFY(plain.is_contiguous(at::MemoryFormat::ChannelsLast));
    const int threads = at::get_num_threads();
    at::set_num_threads(threads == 1 ? 2 : 1);
    QVERIFY(at::equal(winogradConvolution(x, weight, bias, false), plain));
    at::set_num_threads(threads);
  }

  void whatIsNoNumberStaysVisibleBehindARectifier() {
    const at::Tensor x = channelsLast(torch::zeros({1, 32, 32, 32})), weight = torch::ones({32, 32, 3, 3});
    if (!suitsWinograd(x, weight)) QSKIP("this CPU has no AVX2");
    x[0][5][9][9] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor y = winogradConvolution(x, weight, torch::zeros({32}), true);
    QVERIFY(at::isnan(y.select(2, 9).select(2, 9)).all().item<bool>());
    QCOMPARE(y[0][0][20][20].item<float>(), 0.0f);
  }

  void gradientsOfFewerMultiplicationsAreThoseOfTheConvolution() {
    at::manual_seed(5);
    const at::Tensor x = channelsLast(torch::randn({2, 32, 30, 33})).requires_grad_(), weight = torch::randn({48, 32, 3, 3}).requires_grad_();
    if (!suitsWinograd(x, weight)) QSKIP("this CPU has no AVX2");
    const at::Tensor y = differentiableWinograd(x, weight), given = torch::randn(y.sizes());
    const auto found = torch::autograd::grad({y}, {x, weight}, {given});
    const at::Tensor wideX = x.detach().to(at::kDouble).requires_grad_(), wideWeight = weight.detach().to(at::kDouble).requires_grad_();
    const auto expected = torch::autograd::grad({at::conv2d(wideX, wideWeight, {}, 1, 1)}, {wideX, wideWeight}, {given.to(at::kDouble)});
    for (std::size_t i = 0; i < 2; ++i) QVERIFY2(difference(found[i], expected[i]) < 1e-5, qPrintable(QString::number(difference(found[i], expected[i]))));
  }

  void gradientsOfGradientsAreRefused() {
    const at::Tensor x = channelsLast(torch::randn({2, 32, 32, 32})).requires_grad_(), weight = torch::randn({32, 32, 3, 3}).requires_grad_(), taps = torch::randn({32, 1, 3, 3}).requires_grad_();
    if (!suitsWinograd(x, weight)) QSKIP("this CPU has no AVX2");
    QVERIFY_EXCEPTION_THROWN(torch::autograd::grad({differentiableWinograd(x, weight).sum()}, {x}, {}, true, true), c10::Error);
    QVERIFY_EXCEPTION_THROWN(torch::autograd::grad({depthwiseConvolution(x, taps, 1).sum()}, {taps}, {}, true, true), c10::Error);
  }

  void onlyWhatIsWorthItHasFewerMultiplications() {
    const at::Tensor x = channelsLast(torch::randn({1, 32, 32, 32})), weight = torch::randn({32, 32, 3, 3});
    if (!suitsWinograd(x, weight)) QSKIP("this CPU has no AVX2");
    QVERIFY(!suitsWinograd(x.contiguous(), weight));
    QVERIFY(!suitsWinograd(x.to(at::kDouble), weight.to(at::kDouble)));
    QVERIFY(!suitsWinograd(x, torch::randn({32, 32, 1, 1})));
    QVERIFY(!suitsWinograd(x, torch::randn({36, 32, 3, 3})));   // no whole registers
    QVERIFY(!suitsWinograd(x, torch::randn({32, 1, 3, 3})));    // depthwise
    QVERIFY(!suitsWinograd(channelsLast(torch::randn({1, 32, 8, 8})), weight));
    const AutocastScope half(Precision::Bf16, at::kCPU);
    QVERIFY(!suitsWinograd(x, weight));
  }

  void gradientsOfDepthwiseFiltersAreThoseOfTheConvolution_data() {
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("stride");
    for (const int side : {3, 5})
      for (const int stride : {1, 2}) QTest::addRow("%d px, every %d", side, stride) << side << stride;
  }
  void gradientsOfDepthwiseFiltersAreThoseOfTheConvolution() {
    QFETCH(int, side);
    QFETCH(int, stride);
    at::manual_seed(6);
    const at::Tensor x = channelsLast(torch::randn({3, 48, 17, 14})).requires_grad_(), weight = torch::randn({48, 1, side, side}).requires_grad_();
    if (!suitsDepthwise(x, weight)) QSKIP("this CPU has no AVX2");
    const at::Tensor y = depthwiseConvolution(x, weight, stride), given = torch::randn(y.sizes());
    QVERIFY(at::equal(y, at::convolution(x, weight, {}, {stride, stride}, {0, 0}, {1, 1}, false, {0, 0}, 48)));
    const auto found = torch::autograd::grad({y}, {x, weight}, {given});
    const at::Tensor wideX = x.detach().to(at::kDouble).requires_grad_(), wideWeight = weight.detach().to(at::kDouble).requires_grad_();
    const auto expected = torch::autograd::grad({at::convolution(wideX, wideWeight, {}, {stride, stride}, {0, 0}, {1, 1}, false, {0, 0}, 48)}, {wideX, wideWeight}, {given.to(at::kDouble)});
    for (std::size_t i = 0; i < 2; ++i) QVERIFY2(difference(found[i], expected[i]) < 1e-5, qPrintable(QString::number(difference(found[i], expected[i]))));
    QVERIFY(!suitsDepthwise(x, torch::randn({48, 1, 7, 7})));
    QVERIFY(!suitsDepthwise(x.contiguous(), weight));
    QVERIFY(!suitsDepthwise(channelsLast(torch::randn({3, 40, 17, 14})), torch::randn({40, 1, side, side})));   // no whole blocks of channels
  }

  void tensorFlowPaddingOfAnEvenSizeIsOnTheRightAndBottom() {
    const auto x = padLikeTensorFlow(torch::ones({1, 1, 4, 4}), 3, 2);   // needs (2 - 1) * 2 + 3 - 4 = 1
    QCOMPARE(x.size(2), int64_t{5});
    QCOMPARE(x[0][0][4][0].item<float>(), 0.0f);
    QCOMPARE(x[0][0][0][0].item<float>(), 1.0f);
  }

  void anEvenKernelIsCentredOnItsOutputCell() {
    const ConvNorm stem({.in = 1, .out = 2, .kernel = 8, .stride = 4}, seededGenerator(1));
    QCOMPARE(stem.forward(torch::zeros({2, 1, 96, 96})).sizes(), at::IntArrayRef({2, 2, 24, 24}));
  }

  void equalSeedsGiveEqualWeights() {
    const ResidualBlock a(8, seededGenerator(7)), b(8, seededGenerator(7)), c(8, seededGenerator(8));
    const auto weight = [](const ResidualBlock& r) { return r.module()->named_parameters()["first.conv.weight"]; };
    QVERIFY(at::equal(weight(a), weight(b)));
    QVERIFY(!at::equal(weight(a), weight(c)));
  }

  void backbonesGiveMapsAtStrides8And16And32_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("lite0") << "lite0";
    QTest::newRow("plain") << "plain";
  }
  void backbonesGiveMapsAtStrides8And16And32() {
    QFETCH(QString, name);
    torch::NoGradGuard noGrad;
    const auto backbone = makeBackbone(name.toStdString(), seededGenerator(1));
    backbone->module()->eval();
    const auto maps = backbone->forward(torch::rand({1, 3, 64, 96}));
    QCOMPARE(maps.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
      const int64_t stride = int64_t{8} << i;
      QCOMPARE(maps[i].sizes(), at::IntArrayRef({1, backbone->channels()[i], 64 / stride, 96 / stride}));
    }
    const FeaturePyramid pyramid(backbone->channels(), 16, seededGenerator(1));
    for (const auto& map : pyramid.forward(maps)) QCOMPARE(map.size(1), int64_t{16});
  }

  void frozenStagesNeitherLearnNorMoveTheirStatistics() {
    EfficientNetLite backbone(seededGenerator(1));
    backbone.freeze(2);
    backbone.module()->train();
    const auto before = backbone.module()->named_buffers();
    std::map<std::string, at::Tensor> copies;
    for (const auto& buffer : before) copies[buffer.key()] = buffer.value().clone();
    at::manual_seed(3);
    backbone.forward(torch::rand({2, 3, 64, 64}))[0].sum().backward();
    // The stem, one block of the first stage and two of the second: blocks 0 to 2; block 3 learns.
    const auto isFrozen = [](const std::string& name) {
      return name.starts_with("stem.") || name.starts_with("block0.") || name.starts_with("block1.") || name.starts_with("block2.");
    };
    for (const auto& buffer : backbone.module()->named_buffers())
      if (isFrozen(buffer.key())) QVERIFY2(at::equal(buffer.value(), copies[buffer.key()]), buffer.key().c_str());
    QVERIFY(!at::equal(before["block3.project.norm.running_mean"], copies["block3.project.norm.running_mean"]));
    for (const auto& parameter : backbone.module()->named_parameters())
      if (isFrozen(parameter.key())) QVERIFY2(!parameter.value().grad().defined(), parameter.key().c_str());
    QVERIFY(backbone.module()->named_parameters()["block3.project.conv.weight"].grad().defined());
    QVERIFY_EXCEPTION_THROWN(backbone.freeze(3), Error);
  }

  void depthwiseLayersStayInFullPrecisionOnACpu() {
    torch::NoGradGuard noGrad;
    const ConvNorm depthwise({.in = 4, .out = 4, .groups = 4}, seededGenerator(1)), dense({.in = 4, .out = 4}, seededGenerator(1));
    const at::Tensor x = torch::rand({1, 4, 6, 6});
    const at::Tensor expected = depthwise.forward(x);
    const AutocastScope autocast(Precision::Bf16, at::kCPU);
    QCOMPARE(dense.forward(x).scalar_type(), at::kBFloat16);
    QVERIFY(at::equal(depthwise.forward(x), expected));
    QCOMPARE(depthwise.forward(x.to(at::kBFloat16)).scalar_type(), at::kFloat);
  }

  void anUnknownBackboneNamesTheKnownOnes() {
    try {
      makeBackbone("resnest", seededGenerator(1));
      QFAIL("accepted");
    } catch (const Error& error) {
      QVERIFY(error.code() == Code::BadOption);
      QVERIFY(QString(error.what()).contains("lite0, resnest50, plain"));
    }
  }
};

QTEST_GUILESS_MAIN(LayersTest)
#include "tst_layers.moc"
