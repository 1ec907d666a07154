// SPDX-License-Identifier: Apache-2.0
// bench_pair_latency CHECKPOINT CLASSES THREADS ROUNDS TEST REFERENCE [cpu|cuda]: one decoded pair to boxes, again and again, as a run's model does it. CHECKPOINT: a
// folder of a pair model; CLASSES: its classes with commas between them. Prints p50 and p99 in ms of levels and registration, of everything from channels to
// boxes and their classes (upload and download among it), and of both; of a GPU also of the same boxes without recordings; the GMAC of the network, and how many a second a product of large matrices reaches on this CPU. `assay predict` also lists differences without a box, which is not in here.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sstream>
#include <vector>

#include <torch/torch.h>

#include "core/base/json.h"
#include "core/base/error.h"
#include "core/engine/device/cuda_library.h"
#include "core/engine/device/device_plan.h"
#include "core/engine/device/memory.h"
#include "core/engine/train/module_tensors.h"
#include "plugins/detector/detector_network.h"
#include "plugins/detector/inspector.h"

using namespace assay;
using namespace assay::detector;

namespace {

using Clock = std::chrono::steady_clock;

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

std::vector<std::string> splitAtCommas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) parts.push_back(word);
  return parts;
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

/// What these cores reach where nothing but multiplications counts: torch's product of two large matrices, the best of ten.
double productsPerSecond() {
  constexpr int64_t side = 1024;
  const at::Tensor a = at::rand({side, side}), b = at::rand({side, side});
  double best = 0;
  for (int i = 0; i < 10; ++i) {
    const auto start = Clock::now();
    at::mm(a, b);
    best = std::max(best, double(side * side * side) / std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

c10::Device deviceOf(const std::string& kind) {
  if (kind == "cpu") return c10::kCPU;
  require(CudaLibrary::instance().isUsable(), CudaLibrary::instance().whyUnavailable(), kind, Code::Environment);
  return {c10::kCUDA, 0};
}

bool areSame(const std::vector<Detection>& some, const std::vector<Detection>& others) {
  return std::equal(some.begin(), some.end(), others.begin(), others.end(), [](const Detection& a, const Detection& b) {
    return a.className == b.className && a.score == b.score && a.box.x1 == b.box.x1 && a.box.y1 == b.box.y1 && a.box.x2 == b.box.x2 && a.box.y2 == b.box.y2;
  });
}

/// The same boxes again and again.
Json timesToFind(const Inspector& inspector, const PairImages& prepared, int rounds) {
  Times times;
  for (int i = -warmUp; i < rounds; ++i) {
    const auto start = Clock::now();
    inspector.find(prepared);
    if (i >= 0) times.add(Clock::now() - start);
  }
  return times.summary();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7 && argc != 8) return 2;
  keepFreedMemory(Freed::Some);   // as the worker does
  const std::filesystem::path checkpoint = argv[1];
  const std::vector<std::string> classes = splitAtCommas(argv[2]);
  at::set_num_threads(std::atoi(argv[3]));
  const int rounds = std::atoi(argv[4]);
  torch::NoGradGuard noGrad;
  const DetectorOptions usual;
  const auto network = makePairNetwork(usual, int(classes.size()));
  restoreTensors(stateTensors(network->module()), SafetensorsFile(checkpoint / "model.safetensors"));
  network->module().eval();
  DevicePlan plan;
  plan.device = deviceOf(argc == 8 ? argv[7] : "cpu");
  applyTf32(Precision::Fp32);   // as models judge
  placeNetwork(network->module(), plan);
  const Json metadata = readJson(checkpoint / "metadata.json");
  const auto asTrained = [&](const DetectorOptions& options) {
    auto inspector = std::make_unique<Inspector>(options, *network, classes);
    inspector->use(Normalisation::fromJson(metadata.at("normalisation"), checkpoint));
    if (metadata.contains("class_evidence")) inspector->use(ClassEvidence::fromJson(metadata.at("class_evidence"), classes, checkpoint));
    return inspector;
  };
  const std::unique_ptr<Inspector> own = asTrained(usual);
  Inspector& inspector = *own;
  const PairImages decoded = inspector.decode(argv[5], argv[6]);
  Times preparing, finding, both;
  std::size_t boxes = 0;
  for (int i = -warmUp; i < rounds; ++i) {
    const auto start = Clock::now();
    const PairImages prepared = inspector.prepare(decoded);
    const auto registered = Clock::now();
    boxes = inspector.find(prepared).size();
    const auto end = Clock::now();
    if (i < 0) continue;
    preparing.add(registered - start);
    finding.add(end - registered);
    both.add(end - start);
  }
  Json line{{"width", decoded.test.width()}, {"height", decoded.test.height()}, {"boxes", boxes}, {"gmac", multiplications(network->module(), decoded.test) / 1e9},
            {"registration_ms", preparing.summary()}, {"network_ms", finding.summary()}, {"both_ms", both.summary()}, {"device", plan.device.is_cpu() ? "cpu" : CudaLibrary::instance().gpus().front().name},
            {"products_gmac_per_s", productsPerSecond() / 1e9}};
  if (!plan.device.is_cpu()) {
    DetectorOptions unrecorded = usual;
    unrecorded.cudaGraphs = false;
    const std::unique_ptr<Inspector> ordinary = asTrained(unrecorded);
    const PairImages prepared = inspector.prepare(decoded);
    line["kernel_by_kernel_ms"] = timesToFind(*ordinary, prepared, rounds);
    line["same_boxes"] = areSame(inspector.find(prepared), ordinary->find(prepared));   // repeated and not
  }
  std::printf("%s\n", toLine(line).c_str());
}
