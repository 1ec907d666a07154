// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/gpu_backend.h"

#include <dlfcn.h>

#include <cstdlib>

#include <torch/version.h>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/engine/cuda/nccl_backend.h"
#include "core/engine/device/cuda_library.h"

namespace assay {
namespace {

constexpr const char* libraryName = "libassay_nccl.so";

[[noreturn]] void fail(const std::string& what) {
  throw Error(Code::Environment, "several ranks on GPUs need " + std::string(libraryName) + ", and " + what, "distributed.ranks");
}

AssayNcclBackend open() {
  const CudaLibrary& cuda = CudaLibrary::instance();   // opens libtorch_cuda.so, whose symbols the library needs
  if (!cuda.isUsable()) fail(cuda.whyUnavailable());
  // A rank that lost another one says so and leaves; torch's watchdog would end the process first.
  setenv("TORCH_NCCL_ASYNC_ERROR_HANDLING", "2", /*overwrite=*/0);
  setenv("TORCH_NCCL_DUMP_ON_TIMEOUT", "0", 0);
  void* library = nullptr;
  std::string reasons;
  for (const std::string& file : {(executableFolder().parent_path() / "lib" / libraryName).string(), std::string(libraryName)}) {
    if (library == nullptr) library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (const char* reason = library == nullptr ? dlerror() : nullptr) reasons += std::string(reasons.empty() ? "" : "; ") + reason;
  }
  if (library == nullptr) fail("it cannot be loaded: " + reasons);
  const auto abi = reinterpret_cast<AssayNcclAbi>(dlsym(library, "assayNcclAbi"));
  const auto backend = reinterpret_cast<AssayNcclBackend>(dlsym(library, "assayNcclBackend"));
  const char* torch = "";
  if (abi == nullptr || backend == nullptr || abi(&torch) != ASSAY_NCCL_ABI) fail("the one that was found is of another version");
  if (std::string(torch) != TORCH_VERSION) fail(std::string("the one that was found is built for torch ") + torch + ", not " + TORCH_VERSION);
  return backend;
}

}  // namespace

c10::intrusive_ptr<c10d::Backend> makeGpuBackend(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, std::chrono::seconds patience) {
  static const AssayNcclBackend make = open();
  try {
    return c10::intrusive_ptr<c10d::Backend>::reclaim(make(store.get(), rank, size, long(patience.count())));
  } catch (const std::exception& fault) {
    fail(std::string("it says: ") + fault.what());
  }
}

}  // namespace assay
