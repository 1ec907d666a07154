// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/mask_overlap.h"

#include "core/imaging/shape_raster.h"
#include "plugins/detector/mask_plane.h"

namespace assay::detector {

std::optional<double> maskOverlap(const DetectionResult& result, std::span<const Item* const> items) {
  int64_t both = 0, either = 0;
  bool isKnown = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = *items[i];
    for (const Annotation& label : item.annotations) isKnown = isKnown || isOutline(label.shape);
    const Image labelled = maskPlane(item, item.width, item.height);
    Image found(item.width, item.height, 1);
    for (const Detection& d : result.images[i].detections)
      if (d.mask && d.score >= result.threshold) fillShape(found, *d.mask, defectPixel);
    for (std::size_t p = 0; p < labelled.byteCount(); ++p) {
      if (labelled.data()[p] == unclearPixel) continue;
      const bool isLabelled = labelled.data()[p] == defectPixel, isFound = found.data()[p] == defectPixel;
      both += isLabelled && isFound;
      either += isLabelled || isFound;
    }
  }
  if (!isKnown) return std::nullopt;
  return either > 0 ? double(both) / double(either) : 1.0;
}

}  // namespace assay::detector
