// SPDX-License-Identifier: Apache-2.0
// One rank of a benchmark, placed by the variables of torchrun; the first one prints a JSON line.
//   bench_ranks train COMPRESSION STEPS   a multi-layer perceptron of 10 M parameters over GradientSync: steps a second
//   bench_ranks sum flat|hierarchical MEGABYTES[,MEGABYTES...] REPEATS   all-reduces: of each the median of the slowest rank's milliseconds
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sstream>

#include <torch/torch.h>

#include "core/base/json.h"
#include "core/engine/device/gradient_sync.h"
#include "core/engine/device/topology.h"
#include "core/engine/train/optimizers.h"

using namespace assay;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

constexpr int64_t widths[] = {1024, 2048, 2048, 1536, 512};   // ddp_run.py has the same
constexpr int64_t batchSize = 64;
constexpr int64_t warmUp = 2;

Json train(ProcessGroup& group, const std::string& compression, int64_t steps) {
  torch::manual_seed(1);
  torch::nn::Sequential net;
  for (std::size_t i = 0; i + 1 < std::size(widths); ++i) {
    net->push_back(torch::nn::Linear(widths[i], widths[i + 1]));
    if (i + 2 < std::size(widths)) net->push_back(torch::nn::ReLU());
  }
  NamedTensors parameters;
  int64_t numbers = 0;
  for (const auto& item : net->named_parameters()) {
    parameters.push_back({item.key(), item.value()});
    numbers += item.value().numel();
  }
  GradientSync sync(group, makeReduction(chooseSum(group, {}).sum, parameters, {.compression = compression, .rank = 4}), parameters,
                    std::vector<bool>(parameters.size(), false), {.usesEveryParameter = true});
  const auto optimizer = makeOptimizer({.kind = "sgd", .momentum = 0.9}, {{parameters, 0, 1}});
  const at::Tensor x = at::randn({batchSize, widths[0]}), y = at::randn({batchSize, widths[4]});
  double loss = 0;
  Clock::time_point start;
  for (int64_t step = 0; step < warmUp + steps; ++step) {
    if (step == warmUp) {
      sync.takeCost();
      group.barrier();
      start = Clock::now();
    }
    sync.beforeForward();
    const at::Tensor total = at::mse_loss(net->forward(x), y);
    sync.beforeBackward(total);
    total.backward();
    sync.afterBackward();
    optimizer->step(0.01);
    optimizer->zeroGradients();
    loss = total.item<double>();
  }
  group.barrier();
  const double seconds = secondsSince(start);
  const SyncCost cost = sync.takeCost();
  return {{"steps_per_second", double(steps) / seconds}, {"step_ms", seconds / double(steps) * 1000}, {"exposed_ms", cost.exposedSeconds / double(steps) * 1000},
          {"busy_ms", cost.busySeconds / double(steps) * 1000}, {"bytes_per_step", cost.bytesSent / double(steps)}, {"parameters", numbers}, {"loss", loss}};
}

Json measured(ProcessGroup& group, RankSum& way, double megabytes, int repeats) {
  const at::Tensor flat = at::zeros({int64_t(megabytes * 1e6 / 4)});
  std::vector<double> times;
  for (int i = 0; i <= repeats; ++i) {
    group.barrier();
    const auto start = Clock::now();
    way.sum(flat);
    const at::Tensor slowest = at::full({1}, secondsSince(start), at::kDouble);
    group.greatest(slowest);
    if (i > 0) times.push_back(slowest.item<double>() * 1000);
  }
  std::sort(times.begin(), times.end());
  return {{"megabytes", megabytes}, {"bytes", flat.nbytes()}, {"median_ms", times[times.size() / 2]}, {"best_ms", times.front()}, {"worst_ms", times.back()}};
}

Json sum(ProcessGroup& group, const std::string& kind, const std::string& sizes, int repeats) {
  const std::unique_ptr<RankSum> way = chooseSum(group, {.wanted = kind}).sum;
  Json result = {{"kind", kind}, {"points", Json::array()}};
  std::istringstream list(sizes);
  for (std::string size; std::getline(list, size, ',');) result["points"].push_back(measured(group, *way, std::stod(size), repeats));
  return result;
}

Json run(ProcessGroup& group, const std::vector<std::string>& arguments) {
  if (arguments[0] == "train") return train(group, arguments[1], std::stoll(arguments[2]));
  return sum(group, arguments[1], arguments[2], std::stoi(arguments[3]));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    at::set_num_threads(1);
    const std::shared_ptr<ProcessGroup> group = ProcessGroup::connect(rankPlaceFromEnvironment());
    const Json said = run(*group, {argv + 1, argv + argc});
    if (group->rank() == 0) std::puts(toLine(said).c_str());
    group->barrier();
    return 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "bench_ranks: %s\n", fault.what());
    return 1;
  }
}
