// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/module_tensors.h"

#include <set>
#include <sstream>

#include <torch/torch.h>

#include "core/base/error.h"

namespace assay {
namespace {

std::string shapeText(at::IntArrayRef shape) {
  std::ostringstream text;
  text << shape;
  return text.str();
}

void requireMatch(const NamedTensor& target, const SafetensorsFile& file, const std::string& name) {
  const std::string where = file.path().string();
  require(file.has(name), "tensor `" + name + "` of the model is not in the checkpoint", where);
  const TensorEntry& entry = file.entry(name);
  require(target.tensor.sizes() == at::IntArrayRef(entry.shape),
          "tensor `" + name + "` has shape " + shapeText(entry.shape) + " in the checkpoint and " +
              shapeText(target.tensor.sizes()) + " in the model", where);
  require(target.tensor.scalar_type() == entry.type,
          "tensor `" + name + "` is " + c10::toString(entry.type) + " in the checkpoint and " +
              c10::toString(target.tensor.scalar_type()) + " in the model", where);
}

}  // namespace

NamedTensors learningParameters(const torch::nn::Module& network) {
  NamedTensors result;
  for (const auto& item : network.named_parameters())
    if (item.value().requires_grad()) result.push_back({item.key(), item.value()});
  return result;
}

NamedTensors buffers(const torch::nn::Module& network) {
  NamedTensors result;
  for (const auto& item : network.named_buffers())
    if (item.value().defined()) result.push_back({item.key(), item.value()});
  return result;
}

NamedTensors stateTensors(const torch::nn::Module& network) {
  NamedTensors result;
  for (const auto& item : network.named_parameters()) result.push_back({item.key(), item.value()});
  for (NamedTensor& buffer : buffers(network)) result.push_back(std::move(buffer));
  return result;
}

void placeNetwork(torch::nn::Module& network, const DevicePlan& plan) {
  network.to(plan.device);
  if (!plan.channelsLast) return;
  const at::NoGradGuard noGradients;
  for (at::Tensor& parameter : network.parameters())
    if (parameter.dim() == 4) parameter.set_data(parameter.detach().contiguous(at::MemoryFormat::ChannelsLast));
}

void restoreTensors(const NamedTensors& targets, const SafetensorsFile& file, const std::string& prefix) {
  std::set<std::string> wanted;
  for (const NamedTensor& target : targets) {
    requireMatch(target, file, prefix + target.name);
    wanted.insert(prefix + target.name);
  }
  for (const std::string& name : file.names())
    require(!name.starts_with(prefix) || wanted.contains(name),
            "tensor `" + name + "` of the checkpoint is not in the model", file.path().string());
  const at::NoGradGuard noGradients;
  for (const NamedTensor& target : targets) {
    at::Tensor tensor = target.tensor;
    tensor.copy_(file.read(prefix + target.name));
  }
}

NamedTensors withPrefix(const std::string& prefix, const NamedTensors& tensors) {
  NamedTensors result;
  result.reserve(tensors.size());
  for (const NamedTensor& named : tensors) result.push_back({prefix + named.name, named.tensor});
  return result;
}

}  // namespace assay
