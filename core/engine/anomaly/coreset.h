// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// Indices [count] of rows that leave no other row far from all of them: greedily the one that is farthest from those chosen so far (k-centre,
/// Gonzalez 1985; for patch memories Roth and others 2022, "Towards total recall"), the first row first. rows: [N, D] float, 1 <= count <= N.
/// Time N count D.
ASSAY_ENGINE_API at::Tensor greedyCoreset(const at::Tensor& rows, int64_t count);

}  // namespace assay
