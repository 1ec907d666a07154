// SPDX-License-Identifier: Apache-2.0
#include "core/engine/backbones/weight_import.h"

#include <map>
#include <string_view>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/data/safetensors.h"
#include "core/engine/train/module_tensors.h"

namespace assay {

namespace {

std::string withoutPrefixes(std::string name) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view prefix : {"module.", "model.", "backbone.", "encoder."})
      if (name.starts_with(prefix)) name.erase(0, prefix.size()), again = true;
  }
  return name;
}

/// Counts how many batches a norm has seen: nobody needs it, and many files lack it.
bool isCounter(const std::string& name) { return name.ends_with("num_batches_tracked"); }

/// What sits behind the maps in published models: not built here.
bool isOfClassifier(const std::string& name) {
  for (const std::string_view part : {"fc.", "_fc.", "classifier.", "head.", "_conv_head.", "conv_head.", "_bn1.", "bn2."})
    if (name.starts_with(part)) return true;
  return false;
}

}  // namespace

void importWeights(Backbone& backbone, const std::filesystem::path& path) {
  const SafetensorsFile file(path);
  std::map<std::string, std::string> published;   // by our name
  std::string foreign;   // a tensor that this backbone has no place for
  for (const std::string& name : file.names()) {
    const std::string plain = withoutPrefixes(name);
    if (const auto own = backbone.nameOf(plain)) published.emplace(*own, name);
    else if (foreign.empty() && !isOfClassifier(plain) && !isCounter(plain)) foreign = name;
  }
  NamedTensors values;
  for (const NamedTensor& target : stateTensors(*backbone.module())) {
    if (isCounter(target.name)) continue;
    const auto found = published.find(target.name);
    require(found != published.end(), "the weights lack what this backbone calls `" + target.name + "`; they may be of another architecture", path.string());
    at::Tensor value = file.read(found->second);
    require(value.sizes() == target.tensor.sizes(), "tensor `" + found->second + "` has another shape than this backbone's", path.string());
    values.push_back({target.name, std::move(value)});
  }
  require(foreign.empty(), "tensor `" + foreign + "` has no place in this backbone; the weights may be of another architecture", path.string());
  torch::NoGradGuard noGrad;
  std::size_t next = 0;
  for (const NamedTensor& target : stateTensors(*backbone.module()))
    if (!isCounter(target.name)) at::Tensor(target.tensor).copy_(values[next++].tensor);
}

}  // namespace assay
