// SPDX-License-Identifier: Apache-2.0
// Between shapes and the pixels that they cover.
#pragma once

#include <optional>

#include "core/imaging/components.h"
#include "core/imaging/image.h"
#include "core/labels/shape.h"

namespace assay {

/// Sets the pixels of an 8-bit grey picture that the shape covers: those of a mask, of other shapes those whose centre lies inside. What lies beyond the
/// picture is left out.
ASSAY_CORE_API void fillShape(Image& image, const Shape& shape, uint8_t value);

/// The same into a picture each pixel of which stands for `shrink` x `shrink` (1 or more): one of which a mask has any, or whose centre another shape holds.
ASSAY_CORE_API void fillShrunkShape(Image& image, const Shape& shape, uint8_t value, int shrink);

/// The set pixels of an 8-bit grey picture, no wider and higher than they are, in pixels of a picture in which this one's corner lies at (x, y). None: no
/// pixel is set.
ASSAY_CORE_API std::optional<Mask> maskOf(const Image& picture, int x = 0, int y = 0);

/// One region of a labelled picture, as runs.
ASSAY_CORE_API Mask maskOfComponent(const Labelling& labelling, std::size_t component, int pictureWidth);

/// Pixels of the foreground.
ASSAY_CORE_API int64_t areaOf(const Mask& mask);

/// What of the mask lies in a picture of this size; none: nothing does.
ASSAY_CORE_API std::optional<Mask> clipped(const Mask& mask, int width, int height);

}  // namespace assay
