// SPDX-License-Identifier: Apache-2.0
// COCO's masks: run lengths over the columns of a whole picture, as a list or packed into a text, and polygons in several parts. Private to core/formats.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/base/json.h"
#include "core/labels/shape.h"

namespace assay {

/// {"size": [height, width], "counts": [...] or "..."}; the packed text as pycocotools writes it. Throws Error{BadInput} naming what does not fit. None: no pixel
/// is set.
std::optional<Mask> maskOfRunLengths(const Json& segmentation, const std::string& where);

/// {"size": [height, width], "counts": [...]}; `width` and `height` are the picture's, which holds the mask.
Json runLengthsOf(const Mask& mask, int width, int height);

/// What one of them covers at least; none: not a pixel. Throws Error{BadInput} when they reach too far.
std::optional<Mask> maskOfPolygons(std::span<const Polygon> parts, const std::string& where);

}  // namespace assay
