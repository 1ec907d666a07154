// SPDX-License-Identifier: Apache-2.0
// The geometric operations that loaders, galleries and models share. All are thread-safe and
// deterministic.
#pragma once

#include <array>

#include "core/imaging/image.h"

namespace assay {

enum class Sampling { Nearest, Linear, Area };

/// Row-major 2x3 matrix that maps an output pixel (x, y, 1) to an input position.
using Affine = std::array<double, 6>;

ASSAY_CORE_API Image resize(const Image& image, int width, int height, Sampling sampling);
/// Output of the given size; outside the input `border` fills every channel.
ASSAY_CORE_API Image warpAffine(const Image& image, const Affine& outputToInput, int width,
                                int height, Sampling sampling, int border = 0);
/// A rectangle that may hang over the edge, filled with `border` there.
ASSAY_CORE_API Image crop(const Image& image, int x, int y, int width, int height, int border = 0);
ASSAY_CORE_API Image toGrey(const Image& image);
ASSAY_CORE_API Image toRgb(const Image& image);
ASSAY_CORE_API Image toEightBit(const Image& image);
/// Square structuring element of side 2*radius+1; 8-bit grey only.
ASSAY_CORE_API Image dilate(const Image& image, int radius);
ASSAY_CORE_API Image erode(const Image& image, int radius);

}  // namespace assay
