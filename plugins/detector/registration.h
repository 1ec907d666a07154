// SPDX-License-Identifier: Apache-2.0
// Brings a reference image onto a test image: one global shift or, where it lies turned, one affine map, then small local shifts,
// because a board bends and a line camera jitters. Works on 8-bit grey, binary or not: the cost is the absolute difference.
#pragma once

#include <optional>
#include <vector>

#include "core/imaging/image.h"
#include "plugins/detector/turn_search.h"

namespace assay::detector {

struct AlignOptions {
  bool enabled = true;
  int globalRange = 16;  ///< px, each direction
  int localRange = 2;    ///< px around the global shift
  int window = 121;      ///< px, side of the square that a local shift is judged in
  bool turns = true;     ///< look for a turn of up to 1.5 degrees, too
};

/// aligned(x, y) = reference(x + shift.x, y + shift.y), with one shift for each tile of 16 x 16 px; where it is turned, of the turned reference.
struct Alignment {
  static constexpr int tile = shiftTile;
  Shift global;
  std::optional<Affine> turn;
  int columns = 0, rows = 0;
  std::vector<Shift> shifts;   ///< rows * columns, total (global + local)
  const Shift& at(int column, int row) const { return shifts[std::size_t(row) * std::size_t(columns) + std::size_t(column)]; }
};

/// Both 8-bit grey of one size. Throws Error{BadInput} naming both sizes when they differ.
Alignment findAlignment(const Image& test, const Image& reference, const AlignOptions& options);

/// Pixels from outside the reference repeat its edge.
Image applyAlignment(const Image& reference, const Alignment& alignment);

/// The reference on the test image; unchanged when alignment is switched off.
Image alignReference(const Image& test, const Image& reference, const AlignOptions& options);

}  // namespace assay::detector
