// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/eval_scope.h"

#include <torch/torch.h>

#include "core/engine/train/ema.h"
#include "core/engine/train/random_state.h"

namespace assay {
namespace {

c10::Device deviceOf(const torch::nn::Module& network) {
  const std::vector<at::Tensor> parameters = network.parameters();
  return parameters.empty() ? c10::Device(c10::kCPU) : parameters.front().device();
}

}  // namespace

struct EvalScope::Impl {
  torch::nn::Module& network;
  const Ema* average;
  bool wasTraining;
  c10::Device device;
  at::Tensor randomState = readRandomState(device);
  std::vector<at::Tensor> learnt;   // copies of the live tensors, in the average's order
  at::NoGradGuard noGradients;
};

EvalScope::EvalScope(torch::nn::Module& network, const Ema* average)
    : impl_(new Impl{.network = network, .average = average, .wasTraining = network.is_training(), .device = deviceOf(network)}) {
  network.eval();
  if (average == nullptr) return;
  for (std::size_t i = 0; i < average->live().size(); ++i) {
    at::Tensor live = average->live()[i].tensor;
    impl_->learnt.push_back(live.detach().clone());
    live.copy_(average->average()[i].tensor);
  }
}

EvalScope::~EvalScope() {
  for (std::size_t i = 0; i < impl_->learnt.size(); ++i) {
    at::Tensor live = impl_->average->live()[i].tensor;
    live.copy_(impl_->learnt[i]);
  }
  impl_->network.train(impl_->wasTraining);
  writeRandomState(impl_->randomState, impl_->device);
}

}  // namespace assay
