// SPDX-License-Identifier: Apache-2.0
// One rank of a test: rank_scenarios NAME RANK WORLD HOSTS PORT OUT.safetensors. The test starts as many of it as the scenario has
// ranks, and compares what they wrote with what one process computes from the same numbers.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>

#include <torch/torch.h>

#include "core/engine/data/safetensors.h"
#include "core/engine/device/gradient_sync.h"
#include "core/engine/device/topology.h"
#include "core/engine/layers/batch_norm.h"
#include "core/engine/losses/mask_loss.h"
#include "tests/engine/support/rank_scenarios.h"

using namespace assay;
using namespace assay::test;

namespace {

NamedTensors collectives(ProcessGroup& group) {
  NamedTensors out;
  const at::Tensor sum = at::full({3}, double(group.rank() + 1));
  group.sum(sum);
  const at::Tensor greatest = at::full({1}, double(group.rank()), at::kDouble);
  group.greatest(greatest);
  const std::string said = group.broadcastText(group.rank() == 0 ? "from the first" : "mine");
  const std::vector<std::string> all = group.gatherTexts(std::string(std::size_t(group.rank()), 'x'));
  double lengths = 0;
  for (std::size_t r = 0; r < all.size(); ++r) lengths = lengths * 10 + double(all[r].size());
  const at::Tensor turned = (at::arange(6, at::kFloat) + 10 * group.rank()).view({2, 3}).t();   // another order in memory
  group.broadcast({turned});
  group.barrier();
  out.push_back({"sum", sum});
  out.push_back({"greatest", greatest});
  out.push_back({"said", at::full({1}, said == "from the first" ? 1.0 : 0.0)});
  out.push_back({"lengths", at::full({1}, lengths, at::kDouble)});
  out.push_back({"turned", turned.contiguous()});
  out.push_back({"mean", at::full({1}, meanOverRanks(group.rank()), at::kDouble)});
  return out;
}

NamedTensors sums(ProcessGroup& group, const std::string& kind) {
  SumChoice choice = chooseSum(group, {.wanted = kind});
  NamedTensors out;
  for (const int64_t count : {1, 7, 1000, 3000001}) {   // not all are multiples of the ranks of a host; the last is sent in pieces
    const at::Tensor flat = rankNumbers(group.rank(), count);
    choice.sum->sum(flat);
    out.push_back({"sum-" + std::to_string(count), flat});
  }
  out.push_back({"ranks", at::full({1}, double(choice.sum->ranks()))});
  out.push_back({"is_hierarchical", at::full({1}, choice.plan["all_reduce"] == "hierarchical" ? 1.0 : 0.0)});
  return out;
}

/// Two steps, so that the second goes through the buckets in the order that the first has found.
NamedTensors gradients(ProcessGroup& group, const std::string& compression, bool usesEveryParameter) {
  TwoLayers net;
  NamedTensors parameters;
  for (const auto& item : net.named_parameters()) parameters.push_back({item.key(), item.value()});
  GradientSync sync(group, makeReduction(chooseSum(group, {.wanted = "flat"}).sum, parameters, {.compression = compression, .rank = 1}), parameters,
                    std::vector<bool>(parameters.size(), false), {.usesEveryParameter = usesEveryParameter, .bucketBytes = 64});
  NamedTensors out;
  for (int64_t step = 0; step < 2; ++step) {
    net.zero_grad();
    const auto [x, y] = batchOf(step, group.rank(), group.size());
    sync.beforeForward();
    const bool skipsSide = !usesEveryParameter && group.rank() == 1 && step == 0;   // what is unused changes from step to step
    const at::Tensor loss = at::mse_loss(net.forward(x, !skipsSide), y);
    sync.beforeBackward(loss);
    loss.backward();
    sync.afterBackward();
    for (const NamedTensor& parameter : parameters) out.push_back({std::to_string(step) + "/" + parameter.name, parameter.tensor.grad().clone()});
  }
  out.push_back({"bytes", at::full({1}, sync.takeCost().bytesSent, at::kDouble)});
  return out;
}

/// The parts of two batches are added up before they are exchanged.
NamedTensors accumulated(ProcessGroup& group) {
  TwoLayers net;
  NamedTensors parameters;
  for (const auto& item : net.named_parameters()) parameters.push_back({item.key(), item.value()});
  GradientSync sync(group, makeReduction(chooseSum(group, {.wanted = "flat"}).sum, parameters, {}), parameters, std::vector<bool>(parameters.size(), false),
                    {.usesEveryParameter = true});
  for (int64_t step = 0; step < 2; ++step) {
    const auto [x, y] = batchOf(step, group.rank(), group.size());
    if (step == 1) sync.beforeForward();
    const at::Tensor loss = at::mse_loss(net.forward(x, true), y);
    if (step == 1) sync.beforeBackward(loss);
    loss.backward();
  }
  NamedTensors out;
  for (const NamedTensor& parameter : parameters) out.push_back({parameter.name, parameter.tensor.grad().clone()});
  return out;
}

NamedTensors rows(ProcessGroup& group) {
  const at::Tensor table = at::arange(20, at::kFloat).view({10, 2}).set_requires_grad(true);
  const NamedTensors parameters{{"table", table}};
  GradientSync sync(group, makeReduction(chooseSum(group, {.wanted = "flat"}).sum, parameters, {}), parameters, {true}, {.usesEveryParameter = true});
  sync.beforeForward();
  const at::Tensor ids = at::tensor(rowsOf(group.rank()), at::kLong);
  const at::Tensor loss = (at::embedding(table, ids, -1, false, true) * double(group.rank() + 1)).sum();
  sync.beforeBackward(loss);
  loss.backward();
  const at::Tensor gradient = table.grad();
  return {{"is_sparse", at::full({1}, gradient.is_sparse() ? 1.0 : 0.0)}, {"gradient", gradient.to_dense().contiguous()}};
}

NamedTensors norm(ProcessGroup& group) {
  BatchNorm2d layer(torch::nn::BatchNorm2dOptions(3));
  fillNorm(*layer);
  const at::Tensor whole = normInput();
  const int64_t half = whole.size(0) / group.size(), extra = group.rank() == 0 ? 1 : 0;   // parts of different size
  const int64_t first = group.rank() == 0 ? 0 : half + 1;
  const at::Tensor x = whole.narrow(0, first, group.rank() == 0 ? half + extra : whole.size(0) - half - 1).clone().set_requires_grad(true);
  const at::Tensor y = layer->forward(x);
  (y.pow(3) * normWeights(x.size(1))).sum().backward();
  const at::Tensor ofGain = layer->weight.grad().clone();
  group.sum(ofGain);
  return {{"y", y.detach()}, {"gradient", x.grad()}, {"gain", ofGain}, {"mean", layer->running_mean}, {"variance", layer->running_var}};
}

/// Two pictures on the first rank, three on the second.
NamedTensors masks(ProcessGroup& group) {
  const auto [logits, target] = maskNumbers();
  const int64_t first = group.rank() == 0 ? 0 : 2, count = group.rank() == 0 ? 2 : 3;
  const at::Tensor x = logits.narrow(0, first, count).clone().set_requires_grad(true);
  const at::Tensor loss = maskLoss(x, target.narrow(0, first, count));
  loss.backward();
  return {{"mean", at::full({1}, meanOverRanks(loss.item<double>()), at::kDouble)}, {"gradient", x.grad() / group.size()}};
}

/// Nothing in the first step, then gradients of a millionth.
NamedTensors powerSgdFromNothing(ProcessGroup& group) {
  const NamedTensors parameters{{"matrix", at::zeros({40, 30})}};
  auto reduction = makeReduction(chooseSum(group, {.wanted = "flat"}).sum, parameters, {.compression = "power_sgd", .rank = 2, .seed = 1});
  at::Tensor total = at::zeros({40, 30});
  for (int64_t step = 0; step < 60; ++step) {
    const at::Tensor flat = (matrixOf(group.rank()) * (step == 0 ? 0.0 : 1e-6)).view({-1}).contiguous();
    reduction->average({flat, {flat.view({40, 30})}, {0}});
    total += flat.view({40, 30});
  }
  return {{"total", total}};
}

NamedTensors powerSgd(ProcessGroup& group, int64_t steps) {
  const NamedTensors parameters{{"matrix", at::zeros({40, 30})}, {"bias", at::zeros({40})}};
  auto reduction = makeReduction(chooseSum(group, {.wanted = "flat"}).sum, parameters, {.compression = "power_sgd", .rank = 2, .seed = 1});
  NamedTensors out;
  at::Tensor total = at::zeros({40, 30});
  for (int64_t step = 0; step < steps; ++step) {
    at::Tensor flat = at::cat({matrixOf(group.rank()).view({-1}), at::full({40}, double(group.rank()))});
    if (step == 3) flat[5] = std::numeric_limits<float>::infinity();   // a step that training will skip
    reduction->average({flat, {flat.narrow(0, 0, 1200).view({40, 30}), flat.narrow(0, 1200, 40)}, {0, 1}});
    if (step == 3) out.push_back({"is_bad", at::full({1}, flat.isfinite().all().item<bool>() ? 0.0 : 1.0)});
    else total += flat.narrow(0, 0, 1200).view({40, 30});
    if (step == 0) out.push_back({"bias", flat.narrow(0, 1200, 40).clone()});
  }
  out.push_back({"total", total});
  out.push_back({"bytes", at::full({1}, reduction->bytesSent(), at::kDouble)});
  return out;
}

const std::map<std::string, std::function<NamedTensors(ProcessGroup&)>>& scenarios() {
  static const std::map<std::string, std::function<NamedTensors(ProcessGroup&)>> all{
      {"collectives", collectives},
      {"flat", [](ProcessGroup& g) { return sums(g, "flat"); }},
      {"hierarchical", [](ProcessGroup& g) { return sums(g, "hierarchical"); }},
      {"auto", [](ProcessGroup& g) { return sums(g, "auto"); }},
      {"gradients-none", [](ProcessGroup& g) { return gradients(g, "none", true); }},
      {"gradients-bf16", [](ProcessGroup& g) { return gradients(g, "bf16", true); }},
      {"gradients-fp16", [](ProcessGroup& g) { return gradients(g, "fp16", true); }},
      {"gradients-unused", [](ProcessGroup& g) { return gradients(g, "none", false); }},
      {"accumulated", accumulated},
      {"rows", rows},
      {"norm", norm},
      {"masks", masks},
      {"power_sgd", [](ProcessGroup& g) { return powerSgd(g, 60); }},
      {"power_sgd-nothing", powerSgdFromNothing},
      {"lost", [](ProcessGroup& g) -> NamedTensors {
         if (g.rank() == 1) std::_Exit(9);
         g.barrier();
         return {};
       }}};
  return all;
}

int run(const std::vector<std::string>& arguments) {
  RankPlace place;
  place.rank = std::stoi(arguments[1]);
  place.world = std::stoi(arguments[2]);
  const int hosts = std::stoi(arguments[3]);
  place.localWorld = place.world / hosts;
  place.host = place.rank / place.localWorld;
  place.localRank = place.rank % place.localWorld;
  place.masterPort = std::stoi(arguments[4]);
  place.listener = std::stoi(arguments[6]);
  at::set_num_threads(1);
  const std::shared_ptr<ProcessGroup> group = ProcessGroup::connect(place);
  const CurrentRanks current(group.get());
  writeSafetensors(arguments[5], scenarios().at(arguments[0])(*group), {});
  group->barrier();   // nobody leaves while another still reads
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const PeerLost& fault) {
    std::fprintf(stderr, "lost: %s\n", fault.what());
    return 75;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 4;
  }
}
