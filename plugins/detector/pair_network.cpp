// SPDX-License-Identifier: Apache-2.0
#include <torch/torch.h>

#include "core/engine/layers/residual_block.h"
#include "plugins/detector/detection_head.h"
#include "plugins/detector/detector_network.h"
#include "plugins/detector/pair_augment.h"

namespace assay::detector {

namespace {

constexpr int stride = 8;

/// No layer works at high resolution and none is depthwise: that is where CPUs are slow.
struct PairNet : torch::nn::Module {
  PairNet(int64_t width, int classes, double dropout, at::Generator random)
      : stem({.in = pairChannels, .out = width, .kernel = 8, .stride = 4}, random), fine(width, random),
        down({.in = width, .out = 2 * width, .stride = 2}, random),
        coarse{ResidualBlock(2 * width, random), ResidualBlock(2 * width, random), ResidualBlock(2 * width, random)},
        head({.channels = 2 * width, .classes = classes, .dropout = dropout}, random) {
    register_module("stem", stem.module());
    register_module("fine", fine.module());
    register_module("down", down.module());
    for (std::size_t i = 0; i < coarse.size(); ++i) register_module("coarse" + std::to_string(i), coarse[i].module());
    register_module("head", head.module());
  }
  at::Tensor features(const at::Tensor& images) const {
    at::Tensor x = down.forward(fine.forward(stem.forward(images)));
    for (const ResidualBlock& block : coarse) x = block.forward(x);
    return x;
  }
  at::Tensor forward(const at::Tensor& images) const { return head.forward(features(images)); }
  ConvNorm stem;
  ResidualBlock fine;
  ConvNorm down;
  std::vector<ResidualBlock> coarse;
  DetectionHead head;
};

class PairNetwork final : public DetectorNetwork {
 public:
  PairNetwork(const DetectorOptions& options, int classes)
      : net_(std::make_shared<PairNet>(options.width, classes, options.dropout,
                                       seededGenerator(deriveSeed(options.seed, "pair network")))) {}
  torch::nn::Module& module() override { return *net_; }
  void keep(const std::string& name, std::shared_ptr<torch::nn::Module> module) override { net_->register_module(name, std::move(module)); }
  std::vector<at::Tensor> forward(const at::Tensor& images) const override { return {net_->forward(images)}; }
  at::Tensor embedding(const at::Tensor& images) const override { return pooledFeatures(net_->features(images)); }
  std::vector<LevelSpec> levels() const override { return {{.stride = stride}}; }
  int alignment() const override { return stride; }

 private:
  std::shared_ptr<PairNet> net_;
};

}  // namespace

at::Tensor pooledFeatures(const at::Tensor& map) {
  const at::Tensor values = map.to(at::kFloat);
  return at::cat({values.mean({2, 3}), values.amax({2, 3})}, 1);
}

std::unique_ptr<DetectorNetwork> makePairNetwork(const DetectorOptions& options, int classes) {
  return std::make_unique<PairNetwork>(options, classes);
}

}  // namespace assay::detector
