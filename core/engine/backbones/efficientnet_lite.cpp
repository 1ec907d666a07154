// SPDX-License-Identifier: Apache-2.0
#include "core/engine/backbones/efficientnet_lite.h"

#include <optional>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/data/safetensors.h"
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

/// Copies one convolution and its norm from their published names.
void copyLayer(const SafetensorsFile& file, const torch::nn::Module& layer, const std::string& conv, const std::string& norm) {
  torch::NoGradGuard noGrad;
  const auto copy = [&](at::Tensor to, const std::string& name) {
    require(file.has(name), "tensor `" + name + "` is missing; expected EfficientNet-Lite0 weights", file.path().string());
    const at::Tensor from = file.read(name);
    require(from.sizes() == to.sizes(), "tensor `" + name + "` has another shape than EfficientNet-Lite0's", file.path().string());
    to.copy_(from);
  };
  const auto parameters = layer.named_parameters();
  const auto buffers = layer.named_buffers();
  copy(parameters["conv.weight"], conv + ".weight");
  copy(parameters["norm.weight"], norm + ".weight");
  copy(parameters["norm.bias"], norm + ".bias");
  copy(buffers["norm.running_mean"], norm + ".running_mean");
  copy(buffers["norm.running_var"], norm + ".running_var");
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

void EfficientNetLite::loadPublished(const std::filesystem::path& path) {
  const SafetensorsFile file(path);
  copyLayer(file, *impl_->stem.module(), "_conv_stem", "_bn0");
  for (std::size_t i = 0; i < impl_->blocks.size(); ++i) {
    const std::string name = "_blocks." + std::to_string(i);
    const Bottleneck& block = *impl_->blocks[i];
    if (block.expand) copyLayer(file, *block.expand->module(), name + "._expand_conv", name + "._bn0");
    copyLayer(file, *block.filter.module(), name + "._depthwise_conv", name + "._bn1");
    copyLayer(file, *block.project.module(), name + "._project_conv", name + "._bn2");
  }
}

}  // namespace assay
