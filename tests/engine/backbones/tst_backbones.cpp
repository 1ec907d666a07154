// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/backbones/backbone.h"
#include "core/engine/backbones/weight_import.h"
#include "core/engine/data/safetensors.h"
#include "core/engine/layers/conv_norm.h"
#include "core/engine/train/module_tensors.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

int64_t parameterCount(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const at::Tensor& parameter : module.parameters()) count += parameter.numel();
  return count;
}

/// The state of a backbone under made-up published names: what `invert` says of each of ours.
template <class Invert>
NamedTensors published(const Backbone& backbone, Invert invert) {
  NamedTensors out;
  for (const NamedTensor& tensor : stateTensors(*backbone.module())) out.push_back({invert(tensor.name), tensor.tensor.clone()});
  return out;
}

}  // namespace

class BackbonesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void mapsHaveTheirStridesAndChannels_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"lite0", "resnest50", "plain"}) QTest::newRow(name) << name;
  }
  void mapsHaveTheirStridesAndChannels() {
    QFETCH(QString, name);
    const auto backbone = makeBackbone(name.toStdString(), seededGenerator(1));
    backbone->module()->eval();
    torch::NoGradGuard noGrad;
    const auto maps = backbone->forward(at::rand({1, 3, 64, 96}));
    QCOMPARE(maps.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
      QCOMPARE(maps[i].size(1), backbone->channels()[i]);
      QCOMPARE(maps[i].size(2), 64 / (8 << i));
      QCOMPARE(maps[i].size(3), 96 / (8 << i));
      QVERIFY(maps[i].isfinite().all().item<bool>());
    }
  }

  /// 27,483,240 with its classifier of 2048 x 1000 + 1000, as published for ResNeSt-50.
  void resnestHasThePublishedSize() { QCOMPARE(parameterCount(*makeBackbone("resnest50", seededGenerator(1))->module()), int64_t{27483240 - 2049000}); }

  void everyTensorOfResnestHasAPublishedName() {
    const auto backbone = makeBackbone("resnest50", seededGenerator(1));
    QCOMPARE(backbone->nameOf("conv1.0.weight"), std::optional<std::string>("stem0.conv.weight"));
    QCOMPARE(backbone->nameOf("bn1.running_var"), std::optional<std::string>("stem2.norm.running_var"));
    QCOMPARE(backbone->nameOf("layer3.5.conv2.bn1.weight"), std::optional<std::string>("stage2_block5.split.norm.weight"));
    QCOMPARE(backbone->nameOf("layer2.0.downsample.1.weight"), std::optional<std::string>("stage1_block0.shortcut.conv.weight"));
    QCOMPARE(backbone->nameOf("layer4.2.conv3.weight"), std::optional<std::string>("stage3_block2.expand.conv.weight"));
    QVERIFY(!backbone->nameOf("fc.weight"));
  }

  void bothConventionsOfLiteMeanTheSame() {
    const auto backbone = makeBackbone("lite0", seededGenerator(1));
    for (const auto& [package, timm] : {std::pair{"_conv_stem.weight", "conv_stem.weight"}, {"_bn0.bias", "bn1.bias"}, {"_blocks.0._depthwise_conv.weight", "blocks.0.0.conv_dw.weight"},
                                        {"_blocks.0._project_conv.weight", "blocks.0.0.conv_pw.weight"}, {"_blocks.4._expand_conv.weight", "blocks.2.1.conv_pw.weight"},
                                        {"_blocks.15._bn2.running_mean", "blocks.6.0.bn3.running_mean"}}) {
      QVERIFY(backbone->nameOf(package).has_value());
      QCOMPARE(backbone->nameOf(timm), backbone->nameOf(package));
    }
    QVERIFY(!backbone->nameOf("classifier.weight"));
    QVERIFY(!backbone->nameOf("_fc.bias"));
  }

  void weightsComeIntoPlaceUnderTheirPrefix() {
    QTemporaryDir dir;
    const std::filesystem::path file = dir.filePath("w.safetensors").toStdString();
    const auto from = makeBackbone("plain", seededGenerator(1)), to = makeBackbone("plain", seededGenerator(2));
    NamedTensors state = published(*from, [](const std::string& name) { return "module.backbone." + name; });
    std::erase_if(state, [](const NamedTensor& t) { return t.name.ends_with("num_batches_tracked"); });
    writeSafetensors(file, state, {});
    importWeights(*to, file);
    QVERIFY(at::equal(to->module()->parameters().front(), from->module()->parameters().front()));
    QVERIFY(at::equal(to->module()->parameters().back(), from->module()->parameters().back()));
  }

  void weightsOfAnotherArchitectureChangeNothing() {
    QTemporaryDir dir;
    const std::filesystem::path file = dir.filePath("w.safetensors").toStdString();
    const auto plain = makeBackbone("plain", seededGenerator(1)), lite = makeBackbone("lite0", seededGenerator(2));
    const at::Tensor before = lite->module()->parameters().front().clone();
    writeSafetensors(file, published(*plain, [](const std::string& name) { return name; }), {});
    const Error missing = errorOf([&] { importWeights(*lite, file); });
    QCOMPARE(missing.code(), Code::BadInput);
    QVERIFY(QString(missing.what()).contains("stem.conv.weight"));
    NamedTensors state = published(*plain, [](const std::string& name) { return name; });
    state.back().tensor = at::zeros({3});
    for (NamedTensor& tensor : state)
      if (tensor.name == "stage2_second.second.norm.bias") tensor.tensor = at::zeros({3});
    writeSafetensors(file, state, {});
    const auto other = makeBackbone("plain", seededGenerator(3));
    const at::Tensor first = other->module()->parameters().front().clone();
    QCOMPARE(errorOf([&] { importWeights(*other, file); }).code(), Code::BadInput);
    QVERIFY(at::equal(other->module()->parameters().front(), first));
    QVERIFY(at::equal(lite->module()->parameters().front(), before));
  }

  /// EfficientNet-B0 has all that Lite0 has, and squeeze-and-excitation besides.
  void aTensorWithoutAPlaceIsRefused() {
    QTemporaryDir dir;
    const std::filesystem::path file = dir.filePath("w.safetensors").toStdString();
    const auto lite = makeBackbone("lite0", seededGenerator(1));
    NamedTensors state;
    for (const NamedTensor& tensor : stateTensors(*lite->module())) {
      std::string name = tensor.name;   // ours back into the package's names
      const auto replace = [&](const std::string& from, const std::string& to) {
        if (const auto at = name.find(from); at != std::string::npos) name.replace(at, from.size(), to);
      };
      if (name.starts_with("block")) name.insert(5, "s."), name.insert(0, "_");
      for (const auto& [from, to] : {std::pair{"expand.conv", "_expand_conv"}, {"expand.norm", "_bn0"}, {"filter.conv", "_depthwise_conv"}, {"filter.norm", "_bn1"},
                                     {"project.conv", "_project_conv"}, {"project.norm", "_bn2"}, {"stem.conv", "_conv_stem"}, {"stem.norm", "_bn0"}})
        replace(from, to);
      state.push_back({name, tensor.tensor.clone()});
    }
    state.push_back({"_fc.weight", at::zeros({2, 2})});
    writeSafetensors(file, state, {});
    importWeights(*lite, file);   // the classifier is nobody's business
    state.push_back({"_blocks.0._se_reduce.weight", at::zeros({2, 2})});
    writeSafetensors(file, state, {});
    const Error fault = errorOf([&] { importWeights(*lite, file); });
    QCOMPARE(fault.code(), Code::BadInput);
    QVERIFY2(QString(fault.what()).contains("_se_reduce"), fault.what());
  }

  void oneResnestPictureCanBeLearnedFrom() {
    const auto backbone = makeBackbone("resnest50", seededGenerator(1));
    backbone->module()->train();
    QVERIFY(backbone->forward(at::rand({1, 3, 64, 64})).back().isfinite().all().item<bool>());
  }

  void frozenLayersOfResnestDoNotLearn() {
    const auto backbone = makeBackbone("resnest50", seededGenerator(1));
    backbone->freeze(2);
    backbone->module()->train();
    const auto maps = backbone->forward(at::rand({2, 3, 32, 32}));
    maps.back().sum().backward();
    for (const auto& parameter : backbone->module()->named_parameters()) {
      const bool isEarly = parameter.key().starts_with("stem") || parameter.key().starts_with("stage0");
      QCOMPARE(parameter.value().requires_grad(), !isEarly);
      if (isEarly) QVERIFY(!parameter.value().grad().defined());
    }
  }
};

QTEST_GUILESS_MAIN(BackbonesTest)
#include "tst_backbones.moc"
