// SPDX-License-Identifier: Apache-2.0
// The loops of winograd.h, on plain memory. Every width is a multiple of laneCount; memory need not be aligned. For CPUs that hasLanes() is true of.
#pragma once

#include <cstdint>

namespace assay::winograd {

inline constexpr int64_t outSide = 4, inSide = 6, filterSide = 3;   ///< a tile of results, what it looks at, a filter
inline constexpr int64_t outCells = outSide * outSide, positions = inSide * inSide;
inline constexpr int64_t blockTiles = 6;    ///< whose products are summed in registers at a time

/// B^T d B for every channel of one tile. `pixels`: where the channels of each of its 6x6 pixels begin; a position's results lie `plane` after those of the
/// one before.
void transformInput(const float* const* pixels, int64_t channels, float* out, int64_t plane);

/// A d A^T, likewise of 4x4 pixels: what the gradient of a tile's results means for its products.
void transformOutputGradient(const float* const* pixels, int64_t channels, float* out, int64_t plane);

/// A^T m A plus the bias for every channel of one tile; none of the results is below `least`. `pixels`: where the 4x4 results go, null beyond the map's edge.
void transformOutput(const float* in, int64_t plane, int64_t channels, const float* bias, float least, float* const* pixels);

/// products [tiles][out] = seen [tiles][in] times filters [in][out]. `tiles` is rounded up to blockTiles, for which there must be room.
void multiply(const float* seen, const float* filters, int64_t tiles, int64_t in, int64_t out, float* products);

/// sums [in][out] += seen [tiles][in], transposed, times given [tiles][out].
void addProducts(const float* seen, const float* given, int64_t tiles, int64_t in, int64_t out, float* sums);

}  // namespace assay::winograd
