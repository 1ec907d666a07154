// SPDX-License-Identifier: Apache-2.0
// Pixels that somebody else owns (the packed cache), and how a crop is taken out of them.
#pragma once

#include "core/imaging/image.h"
#include "core/imaging/transform.h"

namespace assay::detector {

/// 8 bit, 1 or 3 channels interleaved, rows packed.
struct PlaneView {
  const uint8_t* pixels = nullptr;
  int width = 0, height = 0, channels = 1;
  const uint8_t* row(int y) const { return pixels + std::size_t(y) * std::size_t(width) * std::size_t(channels); }
};

inline PlaneView viewOf(const Image& image) { return {image.data(), image.width(), image.height(), image.channels()}; }

/// width x height pixels at the positions that `outputToInput` maps pixel centres to, bilinear; outside
/// the plane its edge is repeated.
Image sampleCrop(const PlaneView& plane, const Affine& outputToInput, int width, int height);

/// A copy of a rectangle, clipped to the plane; not empty when it overlaps.
Image cutOut(const PlaneView& plane, int x, int y, int width, int height);

}  // namespace assay::detector
