// SPDX-License-Identifier: Apache-2.0
#include "core/engine/backbones/resnest.h"

#include <algorithm>
#include <optional>

#include <torch/torch.h>

#include "core/engine/backbones/name_rules.h"
#include "core/engine/layers/batch_norm.h"
#include "core/engine/layers/conv_norm.h"

namespace assay {

namespace {

constexpr int64_t radix = 2, expansion = 4, stemWidth = 32;
constexpr int64_t depths[] = {3, 4, 6, 3}, widths[] = {64, 128, 256, 512};
constexpr double imageMean[] = {0.485, 0.456, 0.406}, imageDeviation[] = {0.229, 0.224, 0.225};   // what published weights expect

/// Attention between the two halves of a grouped convolution, per channel (equations 3 to 5).
struct SplitAttention : torch::nn::Module {
  SplitAttention(int64_t width, at::Generator random)
      : branch({.in = width, .out = width * radix, .groups = radix}, random) {
    const int64_t inner = std::max<int64_t>(width * radix / 4, 32);
    register_module("branch", branch.module());
    squeeze = register_module("squeeze", torch::nn::Conv2d(torch::nn::Conv2dOptions(width, inner, 1)));
    norm = register_module("norm", BatchNorm2d(torch::nn::BatchNorm2dOptions(inner)));
    excite = register_module("excite", torch::nn::Conv2d(torch::nn::Conv2dOptions(inner, width * radix, 1)));
    for (const auto& layer : {squeeze, excite}) {
      initialiseConvolution(layer->weight, random);
      torch::NoGradGuard noGrad;
      layer->bias.zero_();
    }
  }
  at::Tensor forward(const at::Tensor& input) {
    const at::Tensor x = branch.forward(input);
    const int64_t batch = x.size(0), width = x.size(1) / radix;
    const at::Tensor splits = x.view({batch, radix, width, x.size(2), x.size(3)});
    const at::Tensor pooled = splits.sum(1).mean({2, 3}, true);
    const at::Tensor logits = excite->forward(at::relu(normalised(squeeze->forward(pooled))));
    const at::Tensor weights = logits.view({batch, radix, width, 1, 1}).softmax(1);
    return (splits * weights).sum(1);
  }
  /// One picture alone has no statistics over pictures: those that were gathered do.
  at::Tensor normalised(const at::Tensor& x) {
    if (!is_training() || x.size(0) > 1) return norm->forward(x);
    return at::batch_norm(x, norm->weight, norm->bias, norm->running_mean, norm->running_var, /*training=*/false, 0, norm->options.eps(), /*cudnn_enabled=*/false);
  }
  ConvNorm branch;
  torch::nn::Conv2d squeeze{nullptr}, excite{nullptr};
  BatchNorm2d norm{nullptr};
};

struct Block : torch::nn::Module {
  Block(int64_t in, int64_t width, int64_t blockStride, at::Generator random)
      : stride(blockStride), reduce({.in = in, .out = width, .kernel = 1}, random),
        expand({.in = width, .out = width * expansion, .kernel = 1, .activation = Activation::None}, random) {
    register_module("reduce", reduce.module());
    split = register_module("split", std::make_shared<SplitAttention>(width, random));
    register_module("expand", expand.module());
    if (stride == 1 && in == width * expansion) return;
    shortcut.emplace(ConvNormOptions{.in = in, .out = width * expansion, .kernel = 1, .activation = Activation::None}, random);
    register_module("shortcut", shortcut->module());
  }
  at::Tensor forward(const at::Tensor& x) {
    at::Tensor y = split->forward(reduce.forward(x));
    if (stride > 1) y = at::avg_pool2d(y, 3, stride, 1);
    const at::Tensor skip = !shortcut ? x : shortcut->forward(stride > 1 ? at::avg_pool2d(x, 2, stride, 0, /*ceil_mode=*/true, /*count_include_pad=*/false) : x);
    return at::relu(expand.forward(y) + skip);
  }
  int64_t stride;
  ConvNorm reduce;
  std::shared_ptr<SplitAttention> split;
  ConvNorm expand;
  std::optional<ConvNorm> shortcut;
};

}  // namespace

struct ResNeSt::Impl : torch::nn::Module {
  explicit Impl(at::Generator random)
      : stem{ConvNorm({.in = 3, .out = stemWidth, .stride = 2}, random), ConvNorm({.in = stemWidth, .out = stemWidth}, random),
             ConvNorm({.in = stemWidth, .out = 2 * stemWidth}, random)} {
    for (std::size_t i = 0; i < stem.size(); ++i) register_module("stem" + std::to_string(i), stem[i].module());
    int64_t in = 2 * stemWidth;
    for (std::size_t stage = 0; stage < 4; ++stage) {
      stages.emplace_back();
      for (int64_t i = 0; i < depths[stage]; ++i) {
        stages.back().push_back(register_module("stage" + std::to_string(stage) + "_block" + std::to_string(i),
                                                std::make_shared<Block>(in, widths[stage], i == 0 && stage > 0 ? 2 : 1, random)));
        in = widths[stage] * expansion;
      }
    }
  }
  void train(bool on = true) override {
    torch::nn::Module::train(on);
    if (!isFrozen) return;
    for (const ConvNorm& layer : stem) layer.module()->eval();
    for (const auto& block : stages.front()) block->eval();
  }
  at::Tensor start(const at::Tensor& pictures) const {
    std::vector<at::Tensor> channels;   // by numbers and not by a tensor, which would have to come to the device in each step
    for (int64_t c = 0; c < 3; ++c) channels.push_back((pictures.narrow(1, c, 1) - imageMean[c]) / imageDeviation[c]);
    at::Tensor x = at::cat(channels, 1);
    for (const ConvNorm& layer : stem) x = layer.forward(x);
    x = at::max_pool2d(x, 3, 2, 1);
    for (const auto& block : stages.front()) x = block->forward(x);
    return x;
  }
  std::vector<ConvNorm> stem;
  std::vector<std::vector<std::shared_ptr<Block>>> stages;
  bool isFrozen = false;
};

ResNeSt::ResNeSt(at::Generator random) : impl_(std::make_shared<Impl>(random)) {}

std::vector<int64_t> ResNeSt::channels() const { return {widths[1] * expansion, widths[2] * expansion, widths[3] * expansion}; }

std::shared_ptr<torch::nn::Module> ResNeSt::module() const { return impl_; }

std::vector<at::Tensor> ResNeSt::forward(const at::Tensor& pictures) const {
  at::Tensor x;
  {
    const at::AutoGradMode gradients(!impl_->isFrozen && at::GradMode::is_enabled());
    x = impl_->start(pictures);
  }
  std::vector<at::Tensor> maps;
  for (std::size_t stage = 1; stage < impl_->stages.size(); ++stage) {
    for (const auto& block : impl_->stages[stage]) x = block->forward(x);
    maps.push_back(x);
  }
  return maps;
}

void ResNeSt::freeze(int64_t stages) {
  impl_->isFrozen = stages > 0;
  const auto hold = [this](const torch::nn::Module& part) {
    for (const at::Tensor& weight : part.parameters()) const_cast<at::Tensor&>(weight).set_requires_grad(!impl_->isFrozen);
  };
  for (const ConvNorm& layer : impl_->stem) hold(*layer.module());
  for (const auto& block : impl_->stages.front()) hold(*block);
  impl_->train(impl_->is_training());
}

std::optional<std::string> ResNeSt::nameOf(const std::string& published) const {
  static const NameRules rules{{R"(conv1\.0\.(.*))", "stem0.conv.$1"},
                               {R"(conv1\.1\.(.*))", "stem0.norm.$1"},
                               {R"(conv1\.3\.(.*))", "stem1.conv.$1"},
                               {R"(conv1\.4\.(.*))", "stem1.norm.$1"},
                               {R"(conv1\.6\.(.*))", "stem2.conv.$1"},
                               {R"(bn1\.(.*))", "stem2.norm.$1"},
                               {R"(layer1\.(\d+)\.(.*))", "stage0_block$1.$2"},
                               {R"(layer2\.(\d+)\.(.*))", "stage1_block$1.$2"},
                               {R"(layer3\.(\d+)\.(.*))", "stage2_block$1.$2"},
                               {R"(layer4\.(\d+)\.(.*))", "stage3_block$1.$2"}};
  static const NameRules insideBlock{{R"((stage.*)\.conv1\.(.*))", "$1.reduce.conv.$2"},
                                     {R"((stage.*)\.conv2\.conv\.(.*))", "$1.split.branch.conv.$2"},
                                     {R"((stage.*)\.conv2\.bn0\.(.*))", "$1.split.branch.norm.$2"},
                                     {R"((stage.*)\.conv2\.fc1\.(.*))", "$1.split.squeeze.$2"},
                                     {R"((stage.*)\.conv2\.bn1\.(.*))", "$1.split.norm.$2"},
                                     {R"((stage.*)\.conv2\.fc2\.(.*))", "$1.split.excite.$2"},
                                     {R"((stage.*)\.bn1\.(.*))", "$1.reduce.norm.$2"},
                                     {R"((stage.*)\.conv3\.(.*))", "$1.expand.conv.$2"},
                                     {R"((stage.*)\.bn3\.(.*))", "$1.expand.norm.$2"},
                                     {R"((stage.*)\.downsample\.1\.(.*))", "$1.shortcut.conv.$2"},
                                     {R"((stage.*)\.downsample\.2\.(.*))", "$1.shortcut.norm.$2"}};
  const auto name = rules.apply(published);
  return !name || !name->starts_with("stage") ? name : insideBlock.apply(*name);
}

}  // namespace assay
