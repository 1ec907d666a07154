// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/random_state.h"

#include <mutex>

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include "core/base/error.h"

namespace assay {

at::Tensor readRandomState() {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  const std::lock_guard lock(generator.mutex());
  return generator.get_state();
}

void writeRandomState(const at::Tensor& state) {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  const std::lock_guard lock(generator.mutex());
  try {
    generator.set_state(state);
  } catch (const c10::Error&) {
    throw Error(Code::BadInput, "the checkpoint's random state is not one of this torch");
  }
}

}  // namespace assay
