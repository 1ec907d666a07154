// SPDX-License-Identifier: Apache-2.0
#include "core/engine/cuda/nccl_backend.h"

#include <chrono>
#include <stdexcept>
#include <string>

#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#include <torch/csrc/cuda/nccl.h>
#include <torch/version.h>

#define ASSAY_NCCL_EXPORT extern "C" __attribute__((visibility("default")))

ASSAY_NCCL_EXPORT int assayNcclAbi(const char** torch) {
  *torch = TORCH_VERSION;
  return ASSAY_NCCL_ABI;
}

ASSAY_NCCL_EXPORT c10d::Backend* assayNcclBackend(c10d::Store* store, int rank, int size, long patienceSeconds) {
  // torch's options hold a structure of NCCL's: with another header than its own they would have another size.
  const std::uint64_t built = (std::uint64_t(NCCL_MAJOR) << 32) | (std::uint64_t(NCCL_MINOR) << 16);
  if ((torch::cuda::nccl::version() & ~std::uint64_t(0xffff)) != built)
    throw std::runtime_error("it was built with NCCL " + std::to_string(NCCL_MAJOR) + "." + std::to_string(NCCL_MINOR) + ", and torch uses another version");
  auto options = c10d::ProcessGroupNCCL::Options::create(/*is_high_priority_stream=*/true);
  options->timeout = std::chrono::seconds(patienceSeconds);
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(c10::intrusive_ptr<c10d::Store>::reclaim_copy(store), rank, size, options).release();
}
