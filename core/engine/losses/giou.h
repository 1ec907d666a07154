// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// 1 - generalised IoU (Rezatofighi et al. 2019) of boxes given as distances left, top, right, bottom from
/// one common point: [N,4] each -> [N]. 0 for equal boxes, up to 2 for boxes far apart.
ASSAY_ENGINE_API at::Tensor giouOfDistances(const at::Tensor& predicted, const at::Tensor& truth);

}  // namespace assay
