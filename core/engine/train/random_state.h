// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// The state of torch's CPU generator as bytes in main memory, followed by that of the generator of a GPU.
ASSAY_ENGINE_API at::Tensor readRandomState(c10::Device device);
/// A state that was read on a CPU leaves the generator of a GPU as it is, and the other way round. Throws Error{BadInput} for bytes that are
/// no such state.
ASSAY_ENGINE_API void writeRandomState(const at::Tensor& state, c10::Device device);

}  // namespace assay
