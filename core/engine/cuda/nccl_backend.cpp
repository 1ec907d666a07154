// SPDX-License-Identifier: Apache-2.0
#include "core/engine/cuda/nccl_backend.h"

#include <chrono>

#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#include <torch/version.h>

#define ASSAY_NCCL_EXPORT extern "C" __attribute__((visibility("default")))

ASSAY_NCCL_EXPORT int assayNcclAbi(const char** torch) {
  *torch = TORCH_VERSION;
  return ASSAY_NCCL_ABI;
}

ASSAY_NCCL_EXPORT c10d::Backend* assayNcclBackend(c10d::Store* store, int rank, int size, long patienceSeconds) {
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = std::chrono::seconds(patienceSeconds);
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(c10::intrusive_ptr<c10d::Store>::reclaim_copy(store), rank, size, options).release();
}
