// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_network.h"

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/engine/backbones/weight_import.h"
#include "core/engine/layers/conv_norm.h"

namespace assay::detector {

namespace {

constexpr int64_t mostRows = 30000;   // PatchMemory keeps no more

std::string nameOf(std::size_t side, const char* part) { return "memory" + std::to_string(side) + "_" + part; }

}  // namespace

struct NormalNetwork::Net : torch::nn::Module {
  explicit Net(const std::filesystem::path& pretrained) : backbone(seededGenerator(0)), patches(backbone) {
    if (std::filesystem::exists(pretrained)) importWeights(backbone, pretrained);
    register_module("backbone", backbone.module());
    for (at::Tensor& weight : parameters()) weight.set_requires_grad(false);
    eval();
  }
  /// Nothing here learns by steps: norms keep their statistics.
  void train(bool) override { torch::nn::Module::train(false); }
  void setBuffer(const std::string& name, const at::Tensor& value) {
    auto known = named_buffers(/*recurse=*/false);
    if (at::Tensor* buffer = known.find(name)) buffer->set_data(value);
    else register_buffer(name, value);
  }
  at::Tensor buffer(const std::string& name) const { return named_buffers(/*recurse=*/false)[name]; }

  EfficientNetLite backbone;
  PatchFeatures patches;
  std::size_t remembered = 0;
};

NormalNetwork::NormalNetwork(std::filesystem::path pretrained) : pretrained_(std::move(pretrained)), net_(std::make_shared<Net>(pretrained_)) {}

void NormalNetwork::requirePretrained() const {
  require(std::filesystem::exists(pretrained_), "the weights that a model of clean images sees with are missing; run the set-up again to fetch them",
          pretrained_.string(), Code::NotFound);
}

torch::nn::Module& NormalNetwork::module() { return *net_; }

std::shared_ptr<torch::nn::Module> NormalNetwork::sharedModule() const { return net_; }

std::vector<at::Tensor> NormalNetwork::features(const at::Tensor& picture) const {
  std::vector<at::Tensor> all;
  for (const int64_t side : normalSides) all.push_back(net_->patches.at(picture, side));
  return all;
}

void NormalNetwork::remember(const std::vector<PatchMemory>& memories) {
  for (std::size_t i = 0; i < memories.size(); ++i) {
    net_->setBuffer(nameOf(i, "mean"), memories[i].mean);
    net_->setBuffer(nameOf(i, "transform"), memories[i].transform);
    net_->setBuffer(nameOf(i, "rows"), memories[i].rows);
  }
  net_->remembered = memories.size();
}

std::vector<PatchMemory> NormalNetwork::memories() const {
  std::vector<PatchMemory> all;
  for (std::size_t i = 0; i < net_->remembered; ++i)
    all.push_back({net_->buffer(nameOf(i, "mean")), net_->buffer(nameOf(i, "transform")), net_->buffer(nameOf(i, "rows"))});
  return all;
}

Json NormalNetwork::shapes() const {
  Json shapes = Json::array();
  for (const PatchMemory& memory : memories()) shapes.push_back({{"rows", memory.rows.size(0)}, {"dimensions", memory.rows.size(1)}});
  return shapes;
}

void NormalNetwork::makeRoom(const Json& shapes, const std::string& where) {
  require(shapes.is_array() && shapes.size() == normalSides.size(), "`memories` must list " + std::to_string(normalSides.size()) + " shapes", where);
  std::vector<PatchMemory> memories;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const Json& shape = shapes[i];
    const int64_t width = PatchFeatures::width(normalSides[i]), rows = member<int64_t>(shape, "rows", where), dimensions = member<int64_t>(shape, "dimensions", where);
    require(rows > 0 && rows <= mostRows && dimensions > 0 && dimensions <= width, "a memory of " + std::to_string(rows) + " x " + std::to_string(dimensions) + " is out of range", where);
    memories.push_back({at::zeros({width}, at::kHalf), at::zeros({width, dimensions}, at::kHalf), at::zeros({rows, dimensions}, at::kHalf)});
  }
  remember(memories);
}

}  // namespace assay::detector
