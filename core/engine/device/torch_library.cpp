// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/torch_library.h"

#include <dlfcn.h>

#include <torch/version.h>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/engine/device/cuda_library.h"

namespace assay {

void* openTorchLibrary(const char* name, const char* abiSymbol, int abi, const std::string& purpose, const std::string& option) {
  const auto check = [&](bool holds, const std::string& what) {
    require(holds, purpose + " need " + name + ", and " + what, option, Code::Environment);
  };
  const CudaLibrary& cuda = CudaLibrary::instance();   // opens libtorch_cuda.so, whose symbols the library needs
  check(cuda.isUsable(), cuda.whyUnavailable());
  void* library = nullptr;
  std::string reasons;
  for (const std::string& file : {(executableFolder().parent_path() / "lib" / name).string(), std::string(name)}) {
    if (library == nullptr) library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (const char* reason = library == nullptr ? dlerror() : nullptr) reasons += std::string(reasons.empty() ? "" : "; ") + reason;
  }
  check(library != nullptr, "it cannot be loaded: " + reasons);
  const auto abiOf = reinterpret_cast<int (*)(const char**)>(dlsym(library, abiSymbol));
  const char* torch = "";
  check(abiOf != nullptr && abiOf(&torch) == abi, "the one that was found is of another version");
  check(std::string(torch) == TORCH_VERSION, std::string("the one that was found is built for torch ") + torch + ", not " + TORCH_VERSION);
  return library;
}

void* symbolOf(void* library, const char* symbol) {
  void* const found = dlsym(library, symbol);
  require(found != nullptr, std::string("a library of this program lacks `") + symbol + "`", {}, Code::Environment);
  return found;
}

}  // namespace assay
