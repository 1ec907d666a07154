// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/topology.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>

#include <torch/torch.h>

#include "core/engine/device/cuda_library.h"

namespace assay {
namespace {

/// Best of three, of the slowest rank, in seconds.
double measure(ProcessGroup& group, RankSum& sum, c10::Device device) {
  constexpr int64_t numbers = 1 << 20;
  constexpr int repeats = 3;
  const at::Tensor flat = at::zeros({numbers}, device);
  double best = 1e9;
  for (int i = 0; i <= repeats; ++i) {
    group.barrier();
    const auto start = std::chrono::steady_clock::now();
    sum.sum(flat);
    flat[0].item<float>();   // on a GPU it has only been queued
    const at::Tensor seconds = at::full({1}, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), at::kDouble);
    group.greatest(seconds);
    if (i > 0) best = std::min(best, seconds.item<double>());   // the first one warms up
  }
  return best;
}

std::unique_ptr<RankSum> flatSum(const ProcessGroup& group) {
  std::vector<int> everybody(std::size_t(group.size()));
  std::iota(everybody.begin(), everybody.end(), 0);
  return makeFlatSum(group.split("gradients", everybody));
}

Json plan(const char* name, const std::string& reason) { return {{"all_reduce", name}, {"reason", reason}}; }

}  // namespace

std::vector<std::vector<int>> neighbourhoodsOf(ProcessGroup& group, c10::Device device) {
  using Neighbourhood = std::pair<int, int>;   // host, island
  const Neighbourhood own{group.place().host, device.is_cpu() ? 0 : CudaLibrary::instance().islandOf(device.index())};
  std::map<Neighbourhood, std::vector<int>> all;
  const std::vector<std::string> texts = group.gatherTexts(Json(own).dump());
  for (std::size_t r = 0; r < texts.size(); ++r) all[parseJson(texts[r], "rank " + std::to_string(r)).get<Neighbourhood>()].push_back(int(r));
  std::vector<std::vector<int>> result;
  for (auto& [place, ranks] : all) result.push_back(std::move(ranks));
  return result;
}

SumChoice chooseSum(ProcessGroup& group, const SumWish& wish) {
  const std::string& wanted = wish.wanted;
  const std::vector<std::vector<int>> near = neighbourhoodsOf(group, wish.device);
  const bool isEven = std::all_of(near.begin(), near.end(), [&](const auto& ranks) { return ranks.size() == near.front().size(); });
  require(wanted == "auto" || wanted == "flat" || wanted == "hierarchical", "`" + wanted + "` is none of auto, flat, hierarchical",
          "distributed.all_reduce", Code::BadOption);
  require(wanted != "hierarchical" || isEven, "a hierarchical sum needs as many ranks on each host", "distributed.all_reduce", Code::BadOption);
  if (wanted == "flat") return {flatSum(group), plan("flat", "as asked")};
  if (wanted == "hierarchical") return {makeHierarchicalSum(group, near), plan("hierarchical", "as asked")};
  if (near.size() == 1) return {flatSum(group), plan("flat", "all ranks are on one host")};
  if (near.front().size() == 1 || !isEven) return {flatSum(group), plan("flat", isEven ? "one rank on each host" : "hosts have different numbers of ranks")};
  if (wish.before == "flat") return {flatSum(group), plan("flat", "as before")};
  if (wish.before == "hierarchical") return {makeHierarchicalSum(group, near), plan("hierarchical", "as before")};
  std::unique_ptr<RankSum> flat = flatSum(group), hierarchical = makeHierarchicalSum(group, near);
  const double flatSeconds = measure(group, *flat, wish.device), hierarchicalSeconds = measure(group, *hierarchical, wish.device);
  const bool isBetter = hierarchicalSeconds < flatSeconds;   // the same numbers on every rank, so the same choice
  Json chosen = plan(isBetter ? "hierarchical" : "flat", "faster for 4 MiB");
  chosen["flat_ms"] = flatSeconds * 1000;
  chosen["hierarchical_ms"] = hierarchicalSeconds * 1000;
  return {isBetter ? std::move(hierarchical) : std::move(flat), chosen};
}

}  // namespace assay
