// SPDX-License-Identifier: Apache-2.0
// Drawing on 8-bit grey pictures. Integer arithmetic throughout: equal bytes on every platform.
#pragma once

#include <span>

#include "core/imaging/image.h"
#include "core/labels/shape.h"

namespace assay {

/// Positions are rounded to 1/16 of a pixel; a pixel is set when its centre lies inside.
ASSAY_CORE_API void fillPolygon(Image& image, const std::vector<Point>& corners, uint8_t value);
ASSAY_CORE_API void fillRect(Image& image, const Box& box, uint8_t value);
ASSAY_CORE_API void fillDisc(Image& image, Point centre, double radius, uint8_t value);
/// A straight stroke of `width` pixels with round ends.
ASSAY_CORE_API void thickLine(Image& image, Point from, Point to, double width, uint8_t value);

}  // namespace assay
