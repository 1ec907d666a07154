// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/gpu_backend.h"

#include <cstdlib>

#include "core/base/error.h"
#include "core/engine/cuda/nccl_backend.h"
#include "core/engine/device/torch_library.h"

namespace assay {
namespace {

constexpr const char* libraryName = "libassay_nccl.so";
constexpr const char* purpose = "several ranks on GPUs";
constexpr const char* option = "distributed.ranks";

AssayNcclBackend open() {
  // A rank that lost another one says so and leaves; torch's watchdog would end the process first.
  setenv("TORCH_NCCL_ASYNC_ERROR_HANDLING", "2", /*overwrite=*/0);
  setenv("TORCH_NCCL_DUMP_ON_TIMEOUT", "0", 0);
  void* library = openTorchLibrary(libraryName, "assayNcclAbi", ASSAY_NCCL_ABI, purpose, option);
  return reinterpret_cast<AssayNcclBackend>(symbolOf(library, "assayNcclBackend"));
}

}  // namespace

c10::intrusive_ptr<c10d::Backend> makeGpuBackend(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, std::chrono::seconds patience) {
  static const AssayNcclBackend make = open();
  try {
    return c10::intrusive_ptr<c10d::Backend>::reclaim(make(store.get(), rank, size, long(patience.count())));
  } catch (const std::exception& fault) {
    throw Error(Code::Environment, std::string(purpose) + " need " + libraryName + ", and it says: " + fault.what(), option);
  }
}

}  // namespace assay
