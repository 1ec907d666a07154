// SPDX-License-Identifier: Apache-2.0
// The border of libassay_cuda_graph.so, which is loaded at run time after libtorch_cuda.so. C++ objects cross it, so it is built with
// the same torch and compiler as the engine; the version says which.
#pragma once

#include <functional>

namespace assay {
class RecordedWork;
}

#define ASSAY_GRAPH_ABI 1

/// ASSAY_GRAPH_ABI and TORCH_VERSION that the library was built with.
using AssayGraphAbi = int (*)(const char** torch);

/// Records what `work` queues on the current stream, which must not be the default one. The caller owns the result. Throws what torch throws.
using AssayRecordGraph = assay::RecordedWork* (*)(const std::function<void()>& work);
