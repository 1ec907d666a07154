// SPDX-License-Identifier: Apache-2.0
#include <torch/torch.h>

#include "core/base/log_text.h"
#include "core/engine/backbones/efficientnet_lite.h"
#include "core/engine/backbones/plain_backbone.h"
#include "core/engine/layers/feature_pyramid.h"
#include "plugins/detector/detection_head.h"
#include "plugins/detector/detector_network.h"

namespace assay::detector {

namespace {

constexpr int64_t pyramidWidth = 96;

std::unique_ptr<Backbone> startingBackbone(const DetectorOptions& options, const std::filesystem::path& pretrained,
                                           at::Generator random) {
  if (options.backbone != "lite0") return makeBackbone(options.backbone, random);
  auto lite = std::make_unique<EfficientNetLite>(random);
  if (std::filesystem::exists(pretrained)) {
    lite->loadPublished(pretrained);
    lite->freeze(options.frozenStages);
  } else {
    logWarning(pretrained.string() + " is missing: the backbone starts from random weights, which costs accuracy; "
               "run the set-up again to fetch it");
  }
  return lite;
}

struct SingleNet : torch::nn::Module {
  SingleNet(const DetectorOptions& options, int classes, const std::filesystem::path& pretrained, at::Generator random)
      : backbone(startingBackbone(options, pretrained, random)), pyramid(backbone->channels(), pyramidWidth, random) {
    register_module("backbone", backbone->module());
    register_module("pyramid", pyramid.module());
    for (std::size_t i = 0; i < backbone->channels().size(); ++i) {
      heads.emplace_back(pyramidWidth, classes, options.dropout, random);
      register_module("head" + std::to_string(i), heads.back().module());
    }
  }
  std::vector<at::Tensor> forward(const at::Tensor& images) const {
    const std::vector<at::Tensor> maps = pyramid.forward(backbone->forward(images));
    std::vector<at::Tensor> out;
    for (std::size_t i = 0; i < maps.size(); ++i) out.push_back(heads[i].forward(maps[i]));
    return out;
  }
  std::unique_ptr<Backbone> backbone;
  FeaturePyramid pyramid;
  std::vector<DetectionHead> heads;
};

class SingleNetwork final : public DetectorNetwork {
 public:
  SingleNetwork(const DetectorOptions& options, int classes, const std::filesystem::path& pretrained)
      : net_(std::make_shared<SingleNet>(options, classes, pretrained,
                                         seededGenerator(deriveSeed(options.seed, "single network")))),
        startsPretrained_(options.backbone == "lite0" && std::filesystem::exists(pretrained)) {}
  torch::nn::Module& module() override { return *net_; }
  std::vector<at::Tensor> forward(const at::Tensor& images) const override { return net_->forward(images); }
  std::vector<LevelSpec> levels() const override {
    return {{.stride = 8, .minimumSize = 0, .maximumSize = 48},
            {.stride = 16, .minimumSize = 48, .maximumSize = 112},
            {.stride = 32, .minimumSize = 112, .maximumSize = 1e9}};
  }
  int alignment() const override { return 32; }
  bool startsPretrained() const override { return startsPretrained_; }

 private:
  std::shared_ptr<SingleNet> net_;
  bool startsPretrained_;
};

}  // namespace

std::unique_ptr<DetectorNetwork> makeSingleNetwork(const DetectorOptions& options, int classes,
                                                   const std::filesystem::path& pretrained) {
  return std::make_unique<SingleNetwork>(options, classes, pretrained);
}

}  // namespace assay::detector
