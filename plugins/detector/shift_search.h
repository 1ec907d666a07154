// SPDX-License-Identifier: Apache-2.0
// By which displacement two pictures agree best: the smallest sum of absolute differences, of the whole and place by place.
#pragma once

#include <vector>

#include "core/imaging/image.h"

namespace assay::detector {

struct Shift {
  int x = 0, y = 0;
  bool operator==(const Shift&) const = default;
};

/// Side of the squares that have a shift of their own, px.
inline constexpr int shiftTile = 16;

/// Mean of 2 x 2 pixels; 8-bit grey.
Image halved(const Image& image);

/// Sum of |test(x, y) - reference(x + s.x, y + s.y)| over the part that every shift within `range` can see.
int64_t shiftCost(const Image& test, const Image& reference, Shift s, int range);

/// The best shift of the whole with |x|, |y| <= range, found on reduced pictures first, where several candidates are kept: fine patterns
/// look alike there. No more than a quarter of a side.
Shift globalShift(const Image& test, const Image& reference, int range);

/// What fits at one tile.
struct PlaceShift {
  Shift shift;               ///< total
  int64_t gain = 0;          ///< by how much it costs less than the mean of all shifts tried: 0 where nothing is to be seen
};

struct PlaceSearch {
  Shift start;               ///< shifts within `range` of it are tried
  int range = 2;
  int window = 121;          ///< px, side of the square that a tile's shift is judged in
  int64_t costPerPixel = 0;  ///< of moving away from `start`
};

/// A shift for each tile, row by row; ceil(width / shiftTile) columns. Of equals the first tried.
std::vector<PlaceShift> placeShifts(const Image& test, const Image& reference, const PlaceSearch& search);

}  // namespace assay::detector
