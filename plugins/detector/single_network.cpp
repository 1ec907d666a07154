// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <torch/torch.h>

#include "core/engine/backbones/backbone.h"
#include "core/engine/backbones/weight_import.h"
#include "core/engine/layers/feature_pyramid.h"
#include "plugins/detector/detection_head.h"
#include "plugins/detector/detector_network.h"
#include "plugins/detector/mask_head.h"
#include "plugins/detector/single_source.h"

namespace assay::detector {

namespace {

constexpr int64_t pyramidWidth = 96;
constexpr int finestStride = 8;
constexpr int boxLayers = 2;

/// Adds to each level of the pyramid what the anomaly map says there. It starts from nothing: at first the network is the one without.
class AnomalyInput {
 public:
  explicit AnomalyInput(std::size_t levels) {
    for (std::size_t i = 0; i < levels; ++i) weights_.push_back(module_->register_parameter("level" + std::to_string(i), at::zeros({pyramidWidth, 1, 3, 3})));
  }
  const std::shared_ptr<torch::nn::Module>& module() const { return module_; }
  /// `map`: [B, 1, H, W] beside levels [B, pyramidWidth, H/stride, W/stride].
  std::vector<at::Tensor> addTo(std::vector<at::Tensor> levels, const at::Tensor& map) const {
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const at::Tensor seen = at::adaptive_avg_pool2d(map, levels[i].sizes().slice(2));
      levels[i] = levels[i] + at::conv2d(seen, weights_[i], {}, 1, 1);
    }
    return levels;
  }

 private:
  std::shared_ptr<torch::nn::Module> module_ = std::make_shared<torch::nn::Module>();
  std::vector<at::Tensor> weights_;
};

struct SingleNet : torch::nn::Module {
  SingleNet(const DetectorOptions& options, int classes, at::Generator random)
      : backbone(makeBackbone(options.backbone, random)), pyramid(backbone->channels(), pyramidWidth, random),
        head({.channels = pyramidWidth, .classes = classes, .dropout = options.dropout, .levels = int64_t(backbone->channels().size()), .boxLayers = boxLayers}, random),
        edges(pyramidWidth, finestStride, random) {
    register_module("backbone", backbone->module());
    register_module("pyramid", pyramid.module());
    register_module("head", head.module());
    if (options.anomalyChannel) register_module("anomaly", anomaly.emplace(backbone->channels().size()).module());
    register_module("edges", edges.module());
    if (options.masks) register_module("mask", mask.emplace(pyramidWidth, finestStride, random).module());
  }
  std::vector<at::Tensor> features(const at::Tensor& images) const {
    if (!anomaly) return pyramid.forward(backbone->forward(images));
    return anomaly->addTo(pyramid.forward(backbone->forward(images.narrow(1, 0, colourChannels).contiguous(images.suggest_memory_format()))), images.narrow(1, colourChannels, 1));
  }
  std::vector<at::Tensor> forward(const at::Tensor& images) const {
    const std::vector<at::Tensor> maps = features(images);
    std::vector<at::Tensor> out;
    for (std::size_t i = 0; i < maps.size(); ++i) out.push_back(head.forward(maps[i], i));
    if (mask) out.push_back(mask->forward(maps.front()));
    out.push_back(maps.front());
    return out;
  }
  std::unique_ptr<Backbone> backbone;
  FeaturePyramid pyramid;
  DetectionHead head;
  EdgeFinder edges;
  std::optional<AnomalyInput> anomaly;
  std::optional<MaskHead> mask;
};

/// Where the responsibility of one level ends and that of the next begins: between the middles of their scales, which lie at scale x stride; without
/// scales at 48 and 112 px, where the defects of steel and tiles divide.
std::vector<LevelSpec> levelsOf(const std::vector<double>& scales) {
  double first = 48, second = 112;
  if (!scales.empty()) {
    const double middle = std::exp((std::log(scales.front()) + std::log(scales.back())) / 2);
    first = middle * 8 * std::sqrt(2.0);
    second = middle * 16 * std::sqrt(2.0);
  }
  return {{.stride = 8, .minimumSize = 0, .maximumSize = first, .reach = Reach::Wide},
          {.stride = 16, .minimumSize = first, .maximumSize = second, .reach = Reach::Wide},
          {.stride = 32, .minimumSize = second, .maximumSize = 1e9, .reach = Reach::Wide}};
}

class SingleNetwork final : public DetectorNetwork {
 public:
  SingleNetwork(const DetectorOptions& options, int classes)
      : net_(std::make_shared<SingleNet>(options, classes, seededGenerator(deriveSeed(options.seed, "single network")))),
        levels_(levelsOf(options.anchorScales)), frozenStages_(options.frozenStages) {}
  torch::nn::Module& module() override { return *net_; }
  void keep(const std::string& name, std::shared_ptr<torch::nn::Module> module) override { net_->register_module(name, std::move(module)); }
  std::vector<at::Tensor> forward(const at::Tensor& images) const override { return net_->forward(images); }
  at::Tensor embedding(const at::Tensor& images) const override { return pooledFeatures(net_->features(images).at(1)); }
  std::vector<LevelSpec> levels() const override { return levels_; }
  int alignment() const override { return 32; }
  const EdgeFinder* edges() const override { return &net_->edges; }
  bool givesMasks() const override { return net_->mask.has_value(); }
  void startFrom(const std::filesystem::path& weights) override {
    importWeights(*net_->backbone, weights);
    continuePretrained();
  }
  void continuePretrained() override {
    net_->backbone->freeze(frozenStages_);
    startsPretrained_ = true;
  }
  bool startsPretrained() const override { return startsPretrained_; }

 private:
  std::shared_ptr<SingleNet> net_;
  std::vector<LevelSpec> levels_;
  int frozenStages_;
  bool startsPretrained_ = false;
};

}  // namespace

std::unique_ptr<DetectorNetwork> makeSingleNetwork(const DetectorOptions& options, int classes) {
  return std::make_unique<SingleNetwork>(options, classes);
}

}  // namespace assay::detector
