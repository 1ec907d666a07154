// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/csrc/distributed/c10d/Backend.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace assay {

/// What carries tensors on GPUs between ranks (NCCL), out of a library that is opened when it is first asked for. Throws Error{Environment}
/// where that library, or one that it needs, is missing or of another torch.
c10::intrusive_ptr<c10d::Backend> makeGpuBackend(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, std::chrono::seconds patience);

}  // namespace assay
