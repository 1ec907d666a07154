// SPDX-License-Identifier: Apache-2.0
// bench_pair_latency CHECKPOINT THREADS ROUNDS TEST REFERENCE: one decoded 8-bit pair to boxes, again and again. CHECKPOINT: model.safetensors of a
// pair model of six classes. Prints p50 and p99 in ms of registration, of everything from channels to boxes, and of both, and the GMAC of the network.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <torch/torch.h>

#include "core/base/json.h"
#include "core/engine/device/device_plan.h"
#include "core/engine/train/module_tensors.h"
#include "core/imaging/decode.h"
#include "core/imaging/transform.h"
#include "plugins/detector/detection_batch.h"
#include "plugins/detector/detector_network.h"
#include "plugins/detector/pair_augment.h"
#include "plugins/detector/peaks.h"
#include "plugins/detector/registration.h"
#include "plugins/detector/suppression.h"

using namespace assay;
using namespace assay::detector;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int classes = 6;
constexpr int warmUp = 5;

class Times {
 public:
  void add(Clock::duration time) { values_.push_back(std::chrono::duration<double, std::milli>(time).count()); }
  Json summary() {
    std::sort(values_.begin(), values_.end());
    return {{"p50", at(0.5)}, {"p99", at(0.99)}};
  }

 private:
  double at(double share) const { return values_[std::min(values_.size() - 1, std::size_t(share * double(values_.size())))]; }
  std::vector<double> values_;
};

std::vector<ScoredBox> boxesOf(const DetectorNetwork& network, const Image& test, const Image& reference) {
  const at::Tensor input = emptyImages(1, pairChannels, test.height(), test.width());
  writePairChannels(test, reference, input.data_ptr<float>());
  const at::Tensor map = network.forward(input).front().to(at::kFloat).contiguous();
  const DetectorOptions usual;
  auto found = decodePeaks(map.data_ptr<float>(), classes, int(map.size(3)), int(map.size(2)), network.levels().front().stride, {usual.scoreFloor, usual.maximumBoxes});
  return suppressOverlaps(std::move(found), usual.nmsIou);
}

/// Multiplications of the convolutions: the stem and the blocks beside it work at a quarter of the size, the rest at an eighth.
double multiplications(torch::nn::Module& module, const Image& image) {
  double sum = 0;
  for (const auto& parameter : module.named_parameters()) {
    if (parameter.value().dim() != 4) continue;
    const int stride = parameter.key().starts_with("stem") || parameter.key().starts_with("fine") ? 4 : 8;
    sum += double(parameter.value().numel()) * (image.width() / stride) * (image.height() / stride);
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  at::set_num_threads(std::atoi(argv[2]));
  const int rounds = std::atoi(argv[3]);
  torch::NoGradGuard noGrad;
  const auto network = makePairNetwork({}, classes);
  restoreTensors(stateTensors(network->module()), SafetensorsFile(argv[1]));
  network->module().eval();
  for (const at::Tensor& parameter : network->module().parameters())
    if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
  const Image test = toGrey(decodeImage(argv[4])), reference = toGrey(decodeImage(argv[5]));
  Times aligning, finding, both;
  std::size_t boxes = 0;
  for (int i = -warmUp; i < rounds; ++i) {
    const auto start = Clock::now();
    const Image aligned = alignReference(test, reference, {});
    const auto registered = Clock::now();
    boxes = boxesOf(*network, test, aligned).size();
    const auto end = Clock::now();
    if (i < 0) continue;
    aligning.add(registered - start);
    finding.add(end - registered);
    both.add(end - start);
  }
  std::printf("%s\n", toLine({{"width", test.width()}, {"height", test.height()}, {"boxes", boxes}, {"gmac", multiplications(network->module(), test) / 1e9},
                              {"registration_ms", aligning.summary()}, {"network_ms", finding.summary()}, {"both_ms", both.summary()}}).c_str());
}
