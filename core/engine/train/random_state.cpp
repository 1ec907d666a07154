// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/random_state.h"

#include <mutex>

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include "core/base/error.h"

namespace assay {
namespace {

at::Tensor stateOf(at::Generator generator) {
  const std::lock_guard lock(generator.mutex());
  return generator.get_state();
}

void setState(at::Generator generator, const at::Tensor& state) {
  const std::lock_guard lock(generator.mutex());
  generator.set_state(state);
}

at::Generator ofGpu(c10::Device device) { return at::globalContext().defaultGenerator(device); }

}  // namespace

at::Tensor readRandomState(c10::Device device) {
  const at::Tensor ofCpu = stateOf(at::detail::getDefaultCPUGenerator());
  return device.is_cpu() ? ofCpu : at::cat({ofCpu, stateOf(ofGpu(device))});
}

void writeRandomState(const at::Tensor& state, c10::Device device) {
  const at::Generator cpu = at::detail::getDefaultCPUGenerator();
  const int64_t ofCpu = std::min(stateOf(cpu).numel(), state.numel()), ofDevice = state.numel() - ofCpu;
  try {
    setState(cpu, state.narrow(0, 0, ofCpu).contiguous());
    if (!device.is_cpu() && ofDevice > 0) setState(ofGpu(device), state.narrow(0, ofCpu, ofDevice).contiguous());
  } catch (const c10::Error&) {
    throw Error(Code::BadInput, "the checkpoint's random state is not one of this torch");
  }
}

}  // namespace assay
