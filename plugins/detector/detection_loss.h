// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/engine/plugin/model_type.h"
#include "plugins/detector/detection_batch.h"

namespace assay::detector {

/// Centre focal loss per defect, plus smoothed cross-entropy and twice the GIoU loss per weighted cell.
/// Parts: "objectness", "class", "box".
LossTerms detectionLoss(std::span<const at::Tensor> outputs, const DetectionBatch& batch,
                        std::span<const LevelSpec> levels, double smoothing);

}  // namespace assay::detector
