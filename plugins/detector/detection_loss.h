// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/engine/plugin/model_type.h"
#include "plugins/detector/detection_batch.h"
#include "plugins/detector/edge_finder.h"

namespace assay::detector {

struct LossWeights {
  double smoothing = 0.05;   ///< of classes
  double box = 2;            ///< of the GIoU loss; small defects are found by their place alone, large ones need tight boxes
  double quality = 0.5;      ///< of the second look's cross-entropy
};

/// Centre focal loss per defect, plus smoothed cross-entropy and the weighted GIoU loss per weighted cell.
/// `secondLook`, where there is one: at `batch.looks`; its losses are means over them. Parts: "objectness", "class", "box", then "edges", "quality".
LossTerms detectionLoss(std::span<const at::Tensor> outputs, const DetectionBatch& batch,
                        std::span<const LevelSpec> levels, const LossWeights& weights, const EdgeView* secondLook = nullptr);

}  // namespace assay::detector
