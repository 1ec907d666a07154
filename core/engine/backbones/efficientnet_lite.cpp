// SPDX-License-Identifier: Apache-2.0
#include "core/engine/backbones/efficientnet_lite.h"

#include <optional>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/backbones/name_rules.h"
#include "core/engine/layers/conv_norm.h"

namespace assay {

namespace {

struct Stage {
  int64_t kernel, stride, expansion, width, repeats;
};
constexpr Stage stages[] = {{3, 1, 1, 16, 1}, {3, 2, 6, 24, 2},  {5, 2, 6, 40, 2}, {3, 2, 6, 80, 3},
                            {5, 1, 6, 112, 3}, {5, 2, 6, 192, 4}, {3, 1, 6, 320, 1}};
constexpr int64_t stemWidth = 32;
constexpr int64_t mapWidths[3] = {40, 112, 320};        // after the stages at strides 8, 16, 32
constexpr std::size_t mapAfterStage[3] = {2, 4, 6};

ConvNormOptions lite(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t groups, Activation activation) {
  return {.in = in, .out = out, .kernel = kernel, .stride = stride, .groups = groups, .padding = Padding::TensorFlow,
          .activation = activation, .epsilon = 1e-3, .momentum = 0.01};
}

/// Inverted bottleneck: expand, filter each channel, project; a shortcut where the shape allows.
struct Bottleneck : torch::nn::Module {
  Bottleneck(int64_t in, int64_t kernel, int64_t stride, int64_t expansion, int64_t out, at::Generator random)
      : hasShortcut(stride == 1 && in == out), wide(in * expansion),
        filter(lite(wide, wide, kernel, stride, wide, Activation::Relu6), random),
        project(lite(wide, out, 1, 1, 1, Activation::None), random) {
    if (expansion != 1) {
      expand.emplace(lite(in, wide, 1, 1, 1, Activation::Relu6), random);
      register_module("expand", expand->module());
    }
    register_module("filter", filter.module());
    register_module("project", project.module());
  }
  at::Tensor forward(const at::Tensor& x) const {
    const at::Tensor y = project.forward(filter.forward(expand ? expand->forward(x) : x));
    return hasShortcut ? y + x : y;
  }
  bool hasShortcut;
  int64_t wide;
  std::optional<ConvNorm> expand;
  ConvNorm filter, project;
};

/// Number of a stage's block among all.
int64_t blockOf(int64_t stage, int64_t repeat) {
  for (int64_t s = 0; s < stage; ++s) repeat += stages[s].repeats;
  return repeat;
}

}  // namespace

struct EfficientNetLite::Impl : torch::nn::Module {
  explicit Impl(at::Generator random) : stem(lite(3, stemWidth, 3, 2, 1, Activation::Relu6), random) {
    register_module("stem", stem.module());
    int64_t in = stemWidth;
    for (const Stage& stage : stages) {
      for (int64_t r = 0; r < stage.repeats; ++r) {
        blocks.push_back(std::make_shared<Bottleneck>(in, stage.kernel, r == 0 ? stage.stride : 1, stage.expansion,
                                                      stage.width, random));
        register_module("block" + std::to_string(blocks.size() - 1), blocks.back());
        in = stage.width;
      }
      stageEnds.push_back(blocks.size());
    }
  }
  /// Frozen layers stay in evaluation mode, so that no batch moves their statistics.
  void train(bool on = true) override {
    torch::nn::Module::train(on);
    if (frozenBlocks == 0) return;
    stem.module()->eval();
    for (std::size_t i = 0; i < frozenBlocks; ++i) blocks[i]->eval();
  }
  at::Tensor frozenPart(const at::Tensor& normalised) const {
    const at::AutoGradMode gradients(frozenBlocks == 0 && at::GradMode::is_enabled());
    at::Tensor x = stem.forward(normalised);
    for (std::size_t i = 0; i < frozenBlocks; ++i) x = blocks[i]->forward(x);
    return x;
  }

  ConvNorm stem;
  std::vector<std::shared_ptr<Bottleneck>> blocks;
  std::vector<std::size_t> stageEnds;
  std::size_t frozenBlocks = 0;   ///< of stages before the first map
};

EfficientNetLite::EfficientNetLite(at::Generator random) : impl_(std::make_shared<Impl>(random)) {}

std::vector<int64_t> EfficientNetLite::channels() const { return {mapWidths[0], mapWidths[1], mapWidths[2]}; }

std::shared_ptr<torch::nn::Module> EfficientNetLite::module() const { return impl_; }

std::vector<at::Tensor> EfficientNetLite::forward(const at::Tensor& pictures) const {
  at::Tensor x = impl_->frozenPart((pictures * 255 - 127) / 128);
  std::vector<at::Tensor> maps;
  std::size_t block = impl_->frozenBlocks;
  for (std::size_t stage = 0; stage < impl_->stageEnds.size(); ++stage) {
    for (; block < impl_->stageEnds[stage]; ++block) x = impl_->blocks[block]->forward(x);
    if (stage == mapAfterStage[maps.size()]) maps.push_back(x);
  }
  return maps;
}

std::vector<at::Tensor> EfficientNetLite::stageMaps(const at::Tensor& pictures) const {
  at::Tensor x = impl_->stem.forward((pictures * 255 - 127) / 128);
  std::vector<at::Tensor> maps;
  std::size_t block = 0;
  for (const std::size_t end : impl_->stageEnds) {
    for (; block < end; ++block) x = impl_->blocks[block]->forward(x);
    maps.push_back(x);
  }
  return maps;
}

void EfficientNetLite::freeze(int64_t stages) {
  require(stages >= 0 && stages <= int64_t(mapAfterStage[0]), "only stages before the first map can be frozen", "stages");
  impl_->frozenBlocks = stages == 0 ? 0 : impl_->stageEnds[std::size_t(stages - 1)];
  for (const at::Tensor& weight : impl_->parameters()) const_cast<at::Tensor&>(weight).set_requires_grad(true);
  if (stages == 0) return;
  for (const at::Tensor& weight : impl_->stem.module()->parameters()) const_cast<at::Tensor&>(weight).set_requires_grad(false);
  for (std::size_t i = 0; i < impl_->frozenBlocks; ++i)
    for (const at::Tensor& weight : impl_->blocks[i]->parameters()) const_cast<at::Tensor&>(weight).set_requires_grad(false);
  impl_->train(impl_->is_training());
}

std::optional<std::string> EfficientNetLite::nameOf(const std::string& published) const {
  static const NameRules package{{R"(_conv_stem\.(.*))", "stem.conv.$1"},
                                 {R"(_bn0\.(.*))", "stem.norm.$1"},
                                 {R"(_blocks\.(\d+)\._expand_conv\.(.*))", "block$1.expand.conv.$2"},
                                 {R"(_blocks\.(\d+)\._bn0\.(.*))", "block$1.expand.norm.$2"},
                                 {R"(_blocks\.(\d+)\._depthwise_conv\.(.*))", "block$1.filter.conv.$2"},
                                 {R"(_blocks\.(\d+)\._bn1\.(.*))", "block$1.filter.norm.$2"},
                                 {R"(_blocks\.(\d+)\._project_conv\.(.*))", "block$1.project.conv.$2"},
                                 {R"(_blocks\.(\d+)\._bn2\.(.*))", "block$1.project.norm.$2"}};
  // timm counts blocks within a stage; its first stage has no expansion, and so other numbers for the same things.
  static const NameRules first{{R"(conv_dw\.(.*))", "filter.conv.$1"}, {R"(bn1\.(.*))", "filter.norm.$1"}, {R"(conv_pw\.(.*))", "project.conv.$1"}, {R"(bn2\.(.*))", "project.norm.$1"}};
  static const NameRules later{{R"(conv_pw\.(.*))", "expand.conv.$1"}, {R"(bn1\.(.*))", "expand.norm.$1"}, {R"(conv_dw\.(.*))", "filter.conv.$1"},
                               {R"(bn2\.(.*))", "filter.norm.$1"},     {R"(conv_pwl\.(.*))", "project.conv.$1"}, {R"(bn3\.(.*))", "project.norm.$1"}};
  static const NameRules stem{{R"(conv_stem\.(.*))", "stem.conv.$1"}, {R"(bn1\.(.*))", "stem.norm.$1"}};
  if (const auto name = package.apply(published)) return name;
  static const std::regex block(R"(blocks\.([0-6])\.(\d)\.(.*))");
  std::smatch parts;
  if (!std::regex_match(published, parts, block)) return stem.apply(published);
  const int64_t stage = std::stoll(parts[1]);
  const auto inside = (stage == 0 ? first : later).apply(parts[3]);
  return inside ? std::optional("block" + std::to_string(blockOf(stage, std::stoll(parts[2]))) + "." + *inside) : std::nullopt;
}

}  // namespace assay
