// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "core/labels/item.h"
#include "core/report/detection_result.h"

namespace assay::detector {

/// Pixels that are labelled and found over those that are labelled or found, over all images together; of what is found the masks with a score of at least
/// result.threshold count. Pixels that only a box surrounds are left out. None: no label says which pixels are a defect. `items` are those of
/// result.images, in their order.
std::optional<double> maskOverlap(const DetectionResult& result, std::span<const Item* const> items);

}  // namespace assay::detector
