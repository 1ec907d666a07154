// SPDX-License-Identifier: Apache-2.0
// Labelled masks as pixels that a network learns.
#pragma once

#include "core/labels/item.h"
#include "plugins/detector/plane_view.h"

namespace assay::detector {

/// Values of a plane of masks. A box says that there is a defect and not which of its pixels are one.
inline constexpr uint8_t cleanPixel = 0, unclearPixel = 128, defectPixel = 255;

/// Whether a label says which pixels belong to it.
bool isOutline(const Shape& shape);

/// The item's labels on 8-bit grey of the given size, which may differ from the item's own.
Image maskPlane(const Item& item, int width, int height);

/// What the cells of a map of size / maskStride squared should say: 1, 0, or -1 where it is unclear. `cropToPicture` takes positions of the crop to positions
/// of the plane; beyond the plane its edge is repeated. Each cell looks at the pixel under its centre. `out` holds as many floats as there are cells.
void writeMaskTarget(const PlaneView& plane, const Affine& cropToPicture, int size, float* out);

}  // namespace assay::detector
