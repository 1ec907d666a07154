// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// The state of torch's CPU generator as bytes.
ASSAY_ENGINE_API at::Tensor readRandomState();
/// Throws Error{BadInput} for bytes that are no such state.
ASSAY_ENGINE_API void writeRandomState(const at::Tensor& state);

}  // namespace assay
