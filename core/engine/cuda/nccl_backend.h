// SPDX-License-Identifier: Apache-2.0
// The border of libassay_nccl.so, which is loaded at run time after libtorch_cuda.so. C++ objects cross it, so it is built with
// the same torch and compiler as the engine; the version says which.
#pragma once

namespace c10d {
class Backend;
class Store;
}

#define ASSAY_NCCL_ABI 1

/// ASSAY_NCCL_ABI and TORCH_VERSION that the library was built with.
using AssayNcclAbi = int (*)(const char** torch);

/// NCCL among `size` ranks that meet in `store`, each with one GPU. The caller owns one reference to the result. Connections are made by
/// the first collective. Throws what torch throws.
using AssayNcclBackend = c10d::Backend* (*)(c10d::Store* store, int rank, int size, long patienceSeconds);
