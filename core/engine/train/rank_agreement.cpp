// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/rank_agreement.h"

#include <torch/torch.h>
#include <torch/version.h>

#include "core/engine/train/module_tensors.h"

namespace assay {
namespace {

/// Each host has its own cores; everything else of a run is common.
bool isOwnBusiness(const std::string& key) { return key == "device.threads" || key == "data.workers"; }

std::string shapeOf(const at::Tensor& tensor) {
  std::string text;
  for (const int64_t size : tensor.sizes()) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text.empty() ? "one number" : text;
}

/// The first place where two identities differ: {"option trainer.batch_size", "16", "32"}.
struct Difference {
  std::string what, first, own;
};

std::string shown(const Json& object, const std::string& key) {
  if (!object.contains(key)) return "nothing";
  const Json& value = object[key];
  return value.is_string() ? value.get<std::string>() : toLine(value);
}

std::optional<Difference> difference(const Json& first, const Json& own) {
  for (const Json* side : {&first, &own})
    for (const auto& [key, value] : side->items())
      if (shown(first, key) != shown(own, key)) return Difference{key, shown(first, key), shown(own, key)};
  return std::nullopt;
}

}  // namespace

Json rankIdentity(const RunSpec& spec, const torch::nn::Module& network, int64_t samples) {
  Json identity = {{"Assay", ASSAY_VERSION},
                   {"torch", TORCH_VERSION},
                   {"plugin", spec.plugin + " " + spec.pluginVersion},
                   {"data version", spec.dataVersion},
                   {"number of samples", samples}};
  const std::vector<at::Tensor> parameters = network.parameters();
  if (!parameters.empty()) identity["kind of device"] = parameters.front().is_cuda() ? "cuda" : "cpu";
  for (const auto& [key, value] : spec.options)
    if (!isOwnBusiness(key)) identity["option " + key] = toText(value);
  for (const NamedTensor& named : stateTensors(network)) identity["tensor " + named.name] = shapeOf(named.tensor);
  return identity;
}

void requireAgreement(ProcessGroup& ranks, const Json& own) {
  const std::vector<std::string> texts = ranks.gatherTexts(toLine(own));
  const Json first = parseJson(texts.front(), "rank 0");
  for (std::size_t r = 1; r < texts.size(); ++r) {
    if (texts[r] == texts.front()) continue;
    const std::string who = "rank " + std::to_string(r);
    if (const auto found = difference(first, parseJson(texts[r], who)))
      throw Error(Code::BadInput, who + " does not agree with rank 0 on the " + found->what + ": it has " + found->own + ", rank 0 has " + found->first, who);
  }
}

Precision agreePrecision(ProcessGroup& ranks, Precision own) {
  for (const std::string& name : ranks.gatherTexts(std::string(precisionName(own))))
    if (precisionFromName(name) != own) return Precision::Fp32;
  return own;
}

Json shareJson(ProcessGroup& ranks, const Json& own) { return parseJson(ranks.broadcastText(ranks.rank() == 0 ? toLine(own) : std::string()), "rank 0"); }

at::Tensor gatherRows(ProcessGroup& ranks, const at::Tensor& own) {
  const at::Tensor all = at::empty({ranks.size(), own.numel()}, own.options());
  ranks.gather(own.contiguous(), all.view({-1}));
  return all;
}

}  // namespace assay
