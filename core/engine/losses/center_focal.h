// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

struct FocalOptions {
  double alpha = 2;   ///< how strongly confident cells are left alone
  double beta = 4;    ///< how strongly cells near a centre are spared as negatives
};

/// Penalty-reduced focal loss on a heat map (CenterNet: Zhou, Wang, Krähenbühl 2019, eq. 1), summed over
/// cells. `heat` is 1 exactly at centres and below 1 elsewhere; `weight` 0 leaves a cell out. All have one
/// shape. The caller divides by the number of centres.
ASSAY_ENGINE_API at::Tensor centerFocalLoss(const at::Tensor& logits, const at::Tensor& heat, const at::Tensor& weight,
                                            FocalOptions options = {});

}  // namespace assay
