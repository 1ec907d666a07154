// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/cuda_library.h"

#include <dlfcn.h>

#include "core/base/paths.h"
#include "core/engine/cuda/cuda_figures.h"

namespace assay {
namespace {

template <class Function>
Function symbol(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

std::string loaderError(const char* library) {
  const char* reason = dlerror();
  return std::string(library) + " cannot be loaded" + (reason != nullptr ? std::string(" (") + reason + ")" : "");
}

}  // namespace

const CudaLibrary& CudaLibrary::instance() {
  static const CudaLibrary library;
  return library;
}

CudaLibrary::CudaLibrary() : whyUnavailable_(open()) {}

std::string CudaLibrary::open() {
  const std::string file = (executableFolder().parent_path() / "lib" / "libassay_cuda.so").string();
  library_ = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) library_ = dlopen("libassay_cuda.so", RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) return loaderError("libassay_cuda.so");
  const auto abi = symbol<AssayCudaAbi>(library_, "assayCudaAbi");
  const auto count = symbol<AssayCudaDeviceCount>(library_, "assayCudaDeviceCount");
  const auto describe = symbol<AssayCudaDescribe>(library_, "assayCudaDescribe");
  const auto text = symbol<AssayCudaErrorText>(library_, "assayCudaErrorText");
  if (abi == nullptr || abi() != ASSAY_CUDA_ABI || count == nullptr || describe == nullptr || text == nullptr)
    return "libassay_cuda.so is of another version";
  int devices = 0;
  if (const int error = count(&devices); error != 0) return std::string("the CUDA driver says: ") + text(error);
  if (devices == 0) return "there is no CUDA device";
  for (int i = 0; i < devices; ++i) {
    AssayCudaDevice device{};
    if (describe(i, &device) != 0) continue;
    gpus_.push_back({device.name, device.capabilityMajor, device.capabilityMinor, device.totalBytes});
  }
  // Global: its static initialisers register the CUDA kernels with torch's dispatcher.
  if (dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) return loaderError("libtorch_cuda.so");
  return {};
}

uint64_t CudaLibrary::usedBytes(int device) const {
  if (library_ == nullptr) return 0;
  const auto memory = symbol<AssayCudaMemory>(library_, "assayCudaMemory");
  uint64_t unused = 0, total = 0;
  return memory != nullptr && memory(device, &unused, &total) == 0 ? total - unused : 0;
}

int CudaLibrary::islandOf(int device) const {
  const auto island = library_ != nullptr ? symbol<AssayCudaIsland>(library_, "assayCudaIsland") : nullptr;
  int at = device;
  for (int first = at; island != nullptr && island(at, &first) == 0 && first != at;) at = first;   // by way of others, too
  return at;
}

}  // namespace assay
