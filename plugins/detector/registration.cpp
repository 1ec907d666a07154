// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/registration.h"

#include <algorithm>
#include <cstring>
#include <string>

#include <ATen/Parallel.h>

#include "core/base/error.h"

namespace assay::detector {

namespace {

constexpr int tile = Alignment::tile;
constexpr int rowsATask = 64;   // of pixels

/// A shift must save about 8 full-contrast pixels in a window for each px it moves: less is a defect that
/// the shift would hide, not a misalignment.
constexpr int64_t costPerPixel = 8 * 255;

std::string sizeText(const Image& image) {
  return std::to_string(image.width()) + "x" + std::to_string(image.height());
}

}  // namespace

Alignment findAlignment(const Image& test, const Image& original, const AlignOptions& options) {
  require(test.width() == original.width() && test.height() == original.height(),
          "the reference image is " + sizeText(original) + " px but the test image is " + sizeText(test) +
              "; a pair must have one size");
  Alignment alignment;
  alignment.columns = (test.width() + tile - 1) / tile;
  alignment.rows = (test.height() + tile - 1) / tile;
  alignment.global = globalShift(test, original, options.globalRange);
  if (options.turns) alignment.turn = findTurn(test, original, alignment.global);
  if (alignment.turn) alignment.global = {};
  alignment.shifts.assign(std::size_t(alignment.columns) * std::size_t(alignment.rows), alignment.global);
  if (options.localRange <= 0) return alignment;
  const PlaceSearch search{alignment.global, options.localRange, options.window, costPerPixel};
  const auto places = placeShifts(test, alignment.turn ? turnedReference(original, *alignment.turn) : original, search);
  std::transform(places.begin(), places.end(), alignment.shifts.begin(), [](const PlaceShift& place) { return place.shift; });
  return alignment;
}

Image applyAlignment(const Image& original, const Alignment& alignment) {
  const Image reference = alignment.turn ? turnedReference(original, *alignment.turn) : original;
  const int width = reference.width(), height = reference.height();
  Image out(width, height, 1);
  at::parallel_for(0, height, rowsATask, [&](int64_t first, int64_t last) {
    for (int y = int(first); y < int(last); ++y) {
      uint8_t* to = out.row(y);
      for (int column = 0; column < alignment.columns; ++column) {
        const Shift s = alignment.at(column, y / tile);
        const uint8_t* from = reference.row(std::clamp(y + s.y, 0, height - 1));
        const int begin = column * tile, end = std::min(begin + tile, width);
        if (begin + s.x >= 0 && end + s.x <= width) {
          std::memcpy(to + begin, from + begin + s.x, std::size_t(end - begin));
        } else {
          for (int x = begin; x < end; ++x) to[x] = from[std::clamp(x + s.x, 0, width - 1)];
        }
      }
    }
  });
  return out;
}

Image alignReference(const Image& test, const Image& reference, const AlignOptions& options) {
  const Alignment alignment = findAlignment(test, reference, options.enabled ? options : AlignOptions{.globalRange = 0, .localRange = 0, .turns = false});
  return applyAlignment(reference, alignment);
}

}  // namespace assay::detector
