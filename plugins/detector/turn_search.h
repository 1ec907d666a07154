// SPDX-License-Identifier: Apache-2.0
// A reference that lies a little turned or stretched: one affine map, fitted to the shifts of many places.
#pragma once

#include <optional>

#include "core/imaging/transform.h"
#include "plugins/detector/shift_search.h"

namespace assay::detector {

/// The map from the test image's positions to the reference's (as sampleCrop takes it), for turns up to 1.5 degrees and as much stretch; `global` is
/// the shift of the whole. None when the corners would move by less than a pixel beyond that shift, or when the map does not make the
/// pictures agree better. Both 8-bit grey of one size.
std::optional<Affine> findTurn(const Image& test, const Image& reference, Shift global);

/// The reference seen through such a map; a picture of black and white stays one.
Image turnedReference(const Image& reference, const Affine& turn);

}  // namespace assay::detector
