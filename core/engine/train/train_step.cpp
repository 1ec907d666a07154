// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/train_step.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/train/module_tensors.h"

namespace assay {
namespace {

/// One group for each pair of weight decay and pace that occurs.
std::vector<ParameterGroup> parameterGroups(const ModelType& model, const torch::nn::Module& network,
                                            double weightDecay) {
  std::vector<ParameterGroup> groups;
  for (NamedTensor& parameter : learningParameters(network)) {
    const double decay = model.exemptFromDecay(parameter.name, parameter.tensor) ? 0 : weightDecay;
    const double factor = model.rateFactor(parameter.name);
    require(std::isfinite(factor) && factor >= 0, "the rate factor of `" + parameter.name + "` is not 0 or more", {},
            Code::BadPlugin);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const ParameterGroup& g) {
      return g.weightDecay == decay && g.rateFactor == factor;
    });
    if (group == groups.end()) group = groups.insert(group, {{}, decay, factor});
    group->parameters.push_back(std::move(parameter));
  }
  require(!groups.empty(), "the model has no parameter that learns", {}, Code::BadPlugin);
  return groups;
}

void addLoss(StepOutcome& outcome, std::size_t place, const std::string& name, double value) {
  if (outcome.losses.empty()) outcome.losses.emplace_back("loss", 0.0);
  if (outcome.losses.size() <= place) outcome.losses.emplace_back(name, 0.0);
  outcome.losses[place].second += value;
}

}  // namespace

/// Numbers that the ranks add up while something else goes on.
struct TrainStep::Exchange {
  at::Tensor numbers;
  ProcessGroup::Pending pending;

  Exchange(ProcessGroup& ranks, std::initializer_list<double> own) : numbers(at::tensor(std::vector<double>(own), at::kDouble)), pending(ranks.startSum(numbers)) {}
  const double* sums() {
    pending.wait();
    return numbers.data_ptr<double>();
  }
};

TrainStep::TrainStep(ModelType& model, const DevicePlan& plan, const TrainOptions& options, TimingMeter& timing)
    : TrainStep(model, plan, options, timing, nullptr, nullptr) {}

TrainStep::TrainStep(ModelType& model, const DevicePlan& plan, const TrainOptions& options, TimingMeter& timing, ProcessGroup* ranks,
                     std::unique_ptr<GradientSync> sync)
    : model_(model), plan_(plan), options_(options), timing_(timing), ranks_(ranks), sync_(std::move(sync)) {
  applyTf32(plan.precision);   // resuming or agreeing with other ranks may have changed it
  torch::nn::Module& network = model.network();
  optimizer_ = makeOptimizer({.kind = options.optimizer, .momentum = options.momentum},
                             parameterGroups(model, network, options.weightDecay));
  if (options.emaDecay > 0) ema_.emplace(stateTensors(network), options.emaDecay);
  if (plan.precision == Precision::Fp16) scaler_.emplace(plan.device);
  mayRecord_ = ranks == nullptr && options.cudaGraphs && plan.device.is_cuda();
  for (const NamedTensor& buffer : assay::buffers(network)) {
    buffers_.push_back(buffer.tensor);
    goodBuffers_.push_back(buffer.tensor.detach().clone());
  }
}

TrainStep::~TrainStep() = default;

void TrainStep::recordWith(RecordWork record) {
  bool isFixed = record != nullptr && model_.usesEveryParameter();   // or else a parameter without a gradient would be moved by decay alone
  for (const NamedTensor& parameter : learningParameters(model_.network())) isFixed = isFixed && !model_.hasSparseGradient(parameter.name);
  if (!isFixed) return;
  recorder_ = std::make_unique<PassRecorder>(plan_.device, std::move(record));
  optimizer_->makeGradientsZero();
}

StepOutcome TrainStep::run(BatchLoader& loader, int64_t microBatches, double learningRate, const StepSignals& signals) {
  StepOutcome outcome;
  outcome.signals = signals;
  keepBuffers();
  for (int64_t i = 0; i < microBatches; ++i) {
    std::unique_ptr<Batch> batch;
    {
      const TimingMeter::Scope time(timing_, Phase::Data);
      batch = loader.nextBatch();
      batch->moveTo(plan_.device);
    }
    if (std::exchange(mayRecord_, false) && !batch->fixedTensors().empty()) recordWith(cudaGraphs());
    // After a bad loss the rest of the group is still taken, so that positions do not depend on it.
    if (ranks_ != nullptr) accumulateAmongRanks(*batch, microBatches, i + 1 == microBatches, signals, outcome);
    else if (outcome.isApplied && recorder_) accumulateRecorded(std::move(batch), microBatches, outcome);
    else if (outcome.isApplied) accumulate(*batch, microBatches, outcome);
  }
  const TimingMeter::Scope time(timing_, Phase::Optimiser);
  outcome.isApplied = outcome.isApplied && finishGradients(outcome);
  if (outcome.isApplied) {
    optimizer_->step(learningRate);
    if (ema_) ema_->update();
  } else {
    undoBuffers();
  }
  if (scaler_) scaler_->update();
  if (recorder_) optimizer_->makeGradientsZero();
  else optimizer_->zeroGradients();
  return outcome;
}

LossTerms TrainStep::lossOf(Batch& batch) {
  const AutocastScope autocast(plan_.precision, plan_.device.type());
  LossTerms terms = model_.loss(batch);
  require(terms.total.defined() && terms.total.numel() == 1, "the plugin's loss is no single number", {}, Code::BadPlugin);
  terms.total = terms.total.to(at::kFloat);
  return terms;
}

void TrainStep::addParts(const LossTerms& terms, double share, StepOutcome& outcome) const {
  for (std::size_t i = 0; i < terms.parts.size(); ++i)
    addLoss(outcome, i + 1, terms.parts[i].first, terms.parts[i].second.item<double>() * share);
}

void TrainStep::accumulate(Batch& batch, int64_t microBatches, StepOutcome& outcome) {
  at::Tensor total;
  {
    const TimingMeter::Scope time(timing_, Phase::Forward);
    LossTerms terms = lossOf(batch);
    total = terms.total = terms.total / double(microBatches);
    noteLosses(terms, batch.size(), microBatches, outcome);
  }
  if (!outcome.isApplied) return;
  const TimingMeter::Scope time(timing_, Phase::Backward);
  (scaler_ ? scaler_->scale(total) : total).backward();
}

/// The same as one piece of work: the loss is looked at when the gradients are there, too.
void TrainStep::accumulateRecorded(std::unique_ptr<Batch> batch, int64_t microBatches, StepOutcome& outcome) {
  const int64_t samples = batch->size();
  const LossTerms terms = recorder_->run(std::move(batch), std::to_string(microBatches), [this, microBatches](Batch& each) {
    LossTerms pass;
    {
      const TimingMeter::Scope time(timing_, Phase::Forward);
      pass = lossOf(each);
    }
    const TimingMeter::Scope time(timing_, Phase::Backward);
    const at::Tensor total = pass.total / double(microBatches);
    (scaler_ ? scaler_->scale(total) : total).backward();
    pass.total = total.detach();
    return pass;
  });
  const TimingMeter::Scope time(timing_, Phase::Backward);   // a repeated recording is waited for here, as a whole
  noteLosses(terms, samples, microBatches, outcome);
}

void TrainStep::noteLosses(const LossTerms& terms, int64_t samples, int64_t microBatches, StepOutcome& outcome) {
  const double value = terms.total.item<double>();
  addLoss(outcome, 0, "loss", value);
  addParts(terms, 1 / double(microBatches), outcome);
  outcome.samples += samples;
  outcome.isApplied = std::isfinite(value);
  if (!outcome.isApplied && scaler_) scaler_->noteOverflow();
}

/// The same with the others: what the ranks have to tell each other travels while they compute. A rank whose loss is not finite
/// goes through the motions, or the others would wait for its gradients; all see it in the sum.
void TrainStep::accumulateAmongRanks(Batch& batch, int64_t microBatches, bool isLast, const StepSignals& own, StepOutcome& outcome) {
  Exchange before(*ranks_, {batch.weight(), ranks_->rank() == 0 ? own.seconds : 0, double(own.isStopWanted), double(own.isCheckpointDue)});
  const bool isExchanged = isLast && sync_ != nullptr;
  if (isExchanged) sync_->beforeForward();
  at::Tensor total;
  double value = 0;
  {
    const TimingMeter::Scope time(timing_, Phase::Forward);
    const LossTerms terms = lossOf(batch);
    const double* sums = before.sums();
    require(sums[0] > 0, "the batch weighs nothing", {}, Code::BadPlugin);
    const double share = batch.weight() / sums[0] / double(microBatches);
    outcome.signals = {.seconds = sums[1], .isStopWanted = sums[2] > 0, .isCheckpointDue = sums[3] > 0};
    value = terms.total.item<double>() * share;
    addParts(terms, 1 / double(microBatches), outcome);
    total = terms.total * (share * ranks_->size());   // of which the exchange takes the mean
  }
  Exchange after(*ranks_, {value, double(batch.size())});
  if (scaler_) total = scaler_->scale(total);
  if (isExchanged) {
    backwardAndExchange(total);
  } else {
    const TimingMeter::Scope time(timing_, Phase::Backward);
    total.backward();
  }
  const double* sums = after.sums();
  addLoss(outcome, 0, "loss", sums[0]);
  outcome.samples += int64_t(sums[1]);
  if (std::isfinite(sums[0])) return;
  outcome.isApplied = false;
  if (scaler_) scaler_->noteOverflow();
}

void TrainStep::backwardAndExchange(const at::Tensor& total) {
  const auto start = std::chrono::steady_clock::now();
  sync_->beforeBackward(total);
  try {
    total.backward();
  } catch (const c10::DistError&) {   // the reducer has exchanges of its own
    rethrowPeerLost("backward pass");
  }
  sync_->afterBackward();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double waited = plan_.device.is_cpu() ? sync_->exposedSeconds() : 0;   // a GPU's is waited for elsewhere
  timing_.add(Phase::Backward, seconds - waited);
  timing_.add(Phase::Communicate, waited);
}

bool TrainStep::finishGradients(StepOutcome& outcome) {
  const std::vector<at::Tensor> gradients = optimizer_->gradients();
  if (scaler_ && !scaler_->unscale(gradients)) return false;
  outcome.gradientNorm = clipGradients(gradients, options_.clipNorm);
  return std::isfinite(outcome.gradientNorm);
}

void TrainStep::keepBuffers() {
  const at::NoGradGuard noGradients;
  for (std::size_t i = 0; i < buffers_.size(); ++i) goodBuffers_[i].copy_(buffers_[i]);
}

void TrainStep::undoBuffers() {
  const at::NoGradGuard noGradients;
  for (std::size_t i = 0; i < buffers_.size(); ++i) buffers_[i].copy_(goodBuffers_[i]);
}

NamedTensors TrainStep::state() const {
  NamedTensors result = withPrefix("moments/", optimizer_->state());
  if (scaler_)
    for (NamedTensor& named : withPrefix("scaler/", scaler_->state())) result.push_back(std::move(named));
  return result;
}

NamedTensors TrainStep::ownState() const {
  if (sync_) return sync_->state();
  return ranks_ != nullptr ? optimizer_->state() : NamedTensors{};   // with local steps
}

GradientBuckets TrainStep::buckets() const { return sync_ ? sync_->buckets() : GradientBuckets{}; }

SyncCost TrainStep::takeSyncCost() { return sync_ ? sync_->takeCost() : std::exchange(averagingCost_, {}); }

void TrainStep::settle() {
  if (ranks_ == nullptr || sync_) return;
  const TimingMeter::Scope time(timing_, Phase::Communicate);
  const at::NoGradGuard noGradients;
  const auto start = std::chrono::steady_clock::now();
  std::vector<at::Tensor> tensors;
  const auto take = [&](const NamedTensors& named) {
    for (const NamedTensor& each : named)
      if (each.tensor.is_floating_point()) tensors.push_back(each.tensor.detach());
  };
  take(stateTensors(model_.network()));
  if (ema_) take(ema_->average());
  std::vector<at::Tensor> parts;
  for (const at::Tensor& tensor : tensors) parts.push_back(tensor.reshape({-1}).to(at::kFloat));
  const at::Tensor flat = at::cat(parts);
  ranks_->sum(flat);
  at::Tensor(flat).div_(ranks_->size());
  int64_t at = 0;
  for (at::Tensor& tensor : tensors) {
    tensor.copy_(flat.narrow(0, at, tensor.numel()).view(tensor.sizes()));
    at += tensor.numel();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  averagingCost_.exposedSeconds += seconds;
  averagingCost_.busySeconds += seconds;
  averagingCost_.bytesSent += 2.0 * (ranks_->size() - 1) / ranks_->size() * double(flat.nbytes());
}

}  // namespace assay
