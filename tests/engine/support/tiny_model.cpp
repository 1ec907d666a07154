// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/support/tiny_model.h"

#include <cmath>
#include <limits>

#include <torch/torch.h>

#include "core/base/random_seed.h"
#include "core/engine/data/safetensors.h"
#include "core/engine/train/trainer.h"

namespace assay::test {
namespace {

struct TinyBatch final : Batch {
  at::Tensor x, y;
  int64_t size() const override { return x.size(0); }
  void moveTo(c10::Device device) override {
    x = x.to(device);
    y = y.to(device);
  }
  std::vector<at::Tensor*> fixedTensors() override { return {&x, &y}; }
};

class TinySource final : public BatchSource {
 public:
  TinySource(int64_t inputs, int64_t samples) : inputs_(inputs), samples_(samples) {}
  int64_t size() const override { return samples_; }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const override {
    Random random(seed);
    auto batch = std::make_unique<TinyBatch>();
    batch->x = at::empty({int64_t(indices.size()), inputs_});
    batch->y = at::empty({int64_t(indices.size()), 1});
    for (std::size_t i = 0; i < indices.size(); ++i) {
      double sum = 0;
      for (int64_t f = 0; f < inputs_; ++f) {
        const double value = std::sin(double(indices[i] * 7 + f)) + 0.1 * random.uniform(-1, 1);
        batch->x[int64_t(i)][f] = value;
        sum += value * double(f + 1);
      }
      batch->y[int64_t(i)][0] = sum;
    }
    return batch;
  }

 private:
  int64_t inputs_, samples_;
};

struct TinyNetwork : torch::nn::Module {
  explicit TinyNetwork(int64_t inputs) {
    first = register_module("first", torch::nn::Linear(inputs, 8));
    norm = register_module("norm", torch::nn::BatchNorm1d(8));
    last = register_module("last", torch::nn::Linear(8, 1));
  }
  at::Tensor forward(const at::Tensor& x) {
    return last->forward(torch::dropout(torch::relu(norm->forward(first->forward(x))), 0.2, is_training()));
  }
  torch::nn::Linear first{nullptr}, last{nullptr};
  torch::nn::BatchNorm1d norm{nullptr};
};

class TinyModel final : public ModelType {
 public:
  explicit TinyModel(const TinyOptions& options)
      : options_(options), network_(std::make_shared<TinyNetwork>(options.inputs)) {}

  torch::nn::Module& network() override { return *network_; }
  std::shared_ptr<const BatchSource> trainingSource() override {
    return std::make_shared<TinySource>(options_.inputs, options_.samples);
  }
  LossTerms loss(const Batch& batch) override {
    const int64_t call = calls_++;
    if (options_.onLoss) options_.onLoss(call);
    const auto& samples = static_cast<const TinyBatch&>(batch);
    at::Tensor total = at::mse_loss(network_->forward(samples.x), samples.y);
    if (options_.isLossBroken && options_.isLossBroken(call)) total = total * std::numeric_limits<double>::quiet_NaN();
    return {total, {{"squared", total.detach()}}};
  }
  EvaluationResult evaluate(Split, const Progress& progress) override {
    progress.step(0, 1, "judging");
    if (options_.onEvaluate) options_.onEvaluate();
    at::rand({7});   // a careless plugin that draws while it judges
    const TinySource source(options_.inputs, 16);
    const std::vector<int64_t> all{0, 1, 2, 3, 4, 5, 6, 7};
    const auto batch = source.makeBatch(all, 1);
    const auto& samples = static_cast<const TinyBatch&>(*batch);
    return {8, {{"error", at::mse_loss(network_->forward(samples.x), samples.y).item<double>()}}, {}};
  }
  Json predict(const Json&) override { return Json::object(); }
  bool usesEveryParameter() const override { return true; }
  Json metadata() const override { return {{"tiny", true}}; }

 private:
  TinyOptions options_;
  int64_t calls_ = 0;
  std::shared_ptr<TinyNetwork> network_;
};

std::string bytesOf(const at::Tensor& tensor) {
  const at::Tensor host = tensor.contiguous();
  return {static_cast<const char*>(host.data_ptr()), host.nbytes()};
}

}  // namespace

std::unique_ptr<ModelType> makeTinyModel(const TinyOptions& options) { return std::make_unique<TinyModel>(options); }

OptionValues quickOptions(const OptionValues& changes) {
  OptionValues options;
  options.set("trainer.max_minutes", 0.0);
  options.set("trainer.max_epochs", int64_t{4});
  options.set("trainer.batch_size", int64_t{8});
  options.set("trainer.warmup_steps", int64_t{3});
  options.set("trainer.ema_decay", 0.9);
  options.set("device.threads", int64_t{1});
  options.set("device.kind", std::string("cpu"));
  options.set("device.precision", std::string("fp32"));
  for (const auto& [key, value] : changes) options.set(key, value);
  return commonSchema().resolve(options);
}

RunDirectory makeRun(const std::filesystem::path& folder, const OptionValues& changes, uint64_t seed) {
  RunSpec spec;
  spec.project = "tiny";
  spec.task = "tiny";
  spec.plugin = "tiny";
  spec.pluginVersion = "1.0.0";
  spec.dataVersion = std::string(64, '0');
  spec.dataFile = folder.parent_path() / "none.jsonl";
  spec.dataRoot = folder.parent_path();
  spec.options = quickOptions(changes);
  spec.options.set("seed", int64_t(seed));
  return RunDirectory::create(folder, spec);
}

RunState trainTiny(const RunDirectory& run, const TinyOptions& options, const CancelToken& cancel) {
  at::manual_seed(77);
  const auto model = makeTinyModel(options);
  EventWriter events(run.eventsFile());
  return Trainer(*model, run, events).run(cancel).state;
}

std::map<std::string, std::string> checkpointBytes(const RunDirectory& run) {
  std::map<std::string, std::string> bytes;
  const auto folder = run.lastCheckpoint();
  if (!folder) return bytes;
  for (const char* name : {"model.safetensors", "optimizer.safetensors"}) {
    const SafetensorsFile file(*folder / name);
    for (const std::string& tensor : file.names()) bytes[std::string(name) + "/" + tensor] = bytesOf(file.read(tensor));
  }
  return bytes;
}

}  // namespace assay::test
