// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// Cross-entropy of logits [N,C] against class numbers [N] (int64) -> [N], with label smoothing: the truth
/// has probability 1 - s + s/C, every other class s/C (Szegedy et al. 2016).
ASSAY_ENGINE_API at::Tensor smoothedCrossEntropy(const at::Tensor& logits, const at::Tensor& classes,
                                                 double smoothing);

}  // namespace assay
