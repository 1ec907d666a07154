// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace assay {

/// Opens a library of ours that needs libtorch_cuda.so and exports `int abiSymbol(const char** torch)`, beside the program or where the loader
/// looks. Throws Error{Environment} "`purpose` need `name`, and …" where `option` stands when there is no GPU, no such library, or one of another build.
void* openTorchLibrary(const char* name, const char* abiSymbol, int abi, const std::string& purpose, const std::string& option);

/// A symbol of it. Throws Error{Environment} when it has none.
void* symbolOf(void* library, const char* symbol);

}  // namespace assay
