// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace assay::kg {

/// [B, W], [N, W] -> [B, N]: sums of moduli of complex differences. Differentiable, CPU; no [B, N, W] is ever made.
at::Tensor modulusDistances(const at::Tensor& left, const at::Tensor& right);

}  // namespace assay::kg
