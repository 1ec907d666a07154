// SPDX-License-Identifier: Apache-2.0
#include "core/engine/backbones/plain_backbone.h"

#include <torch/torch.h>

#include "core/engine/layers/residual_block.h"

namespace assay {

namespace {

constexpr int64_t stemWidth = 48;
constexpr int64_t widths[3] = {96, 128, 160};   // strides 8, 16, 32

}  // namespace

struct PlainBackbone::Impl : torch::nn::Module {
  explicit Impl(at::Generator random)
      : stem({.in = 3, .out = stemWidth, .kernel = 8, .stride = 4}, random), stemBlock(stemWidth, random) {
    register_module("stem", stem.module());
    register_module("stem_block", stemBlock.module());
    int64_t in = stemWidth;
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string name = "stage" + std::to_string(i);
      down.emplace_back(ConvNormOptions{.in = in, .out = widths[i], .stride = 2}, random);
      first.emplace_back(widths[i], random);
      second.emplace_back(widths[i], random);
      register_module(name + "_down", down[i].module());
      register_module(name + "_first", first[i].module());
      register_module(name + "_second", second[i].module());
      in = widths[i];
    }
  }
  ConvNorm stem;
  ResidualBlock stemBlock;
  std::vector<ConvNorm> down;
  std::vector<ResidualBlock> first, second;
};

PlainBackbone::PlainBackbone(at::Generator random) : impl_(std::make_shared<Impl>(random)) {}

std::vector<at::Tensor> PlainBackbone::forward(const at::Tensor& pictures) const {
  at::Tensor x = impl_->stemBlock.forward(impl_->stem.forward(pictures - 0.5));
  std::vector<at::Tensor> maps;
  for (std::size_t i = 0; i < 3; ++i) {
    x = impl_->second[i].forward(impl_->first[i].forward(impl_->down[i].forward(x)));
    maps.push_back(x);
  }
  return maps;
}

std::vector<int64_t> PlainBackbone::channels() const { return {widths[0], widths[1], widths[2]}; }

std::shared_ptr<torch::nn::Module> PlainBackbone::module() const { return impl_; }

}  // namespace assay
