// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/engine/plugin/model_type.h"
#include "plugins/detector/detection_batch.h"

namespace assay::detector {

struct LossWeights {
  double smoothing = 0.05;   ///< of classes
  double box = 2;            ///< of the GIoU loss; small defects are found by their place alone, large ones need tight boxes
};

/// Centre focal loss per defect, plus smoothed cross-entropy and the weighted GIoU loss per weighted cell.
/// Parts: "objectness", "class", "box".
LossTerms detectionLoss(std::span<const at::Tensor> outputs, const DetectionBatch& batch,
                        std::span<const LevelSpec> levels, const LossWeights& weights);

}  // namespace assay::detector
