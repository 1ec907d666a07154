// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/registration.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

namespace assay::detector {

namespace {

constexpr int tile = Alignment::tile;

/// Grey bytes with room around them, so that no shift has to look where the edge is.
struct Padded {
  int width = 0, height = 0, margin = 0, stride = 0;
  std::vector<uint8_t> bytes;

  Padded(const Image& image, int widthWanted, int heightWanted, int marginWanted, Shift shift = {})
      : width(widthWanted), height(heightWanted), margin(marginWanted), stride(widthWanted + 2 * marginWanted),
        bytes(std::size_t(stride) * std::size_t(heightWanted + 2 * marginWanted)) {
    for (int y = -margin; y < height + margin; ++y) fillRow(image, y, shift);
  }
  const uint8_t* at(int x, int y) const {
    return bytes.data() + std::size_t(y + margin) * std::size_t(stride) + std::size_t(x + margin);
  }

 private:
  void fillRow(const Image& image, int y, Shift shift) {
    const uint8_t* from = image.row(std::clamp(y + shift.y, 0, image.height() - 1));
    uint8_t* to = bytes.data() + std::size_t(y + margin) * std::size_t(stride);
    const int first = -margin + shift.x, last = image.width() - 1;
    const int begin = std::clamp(-first, 0, stride), end = std::clamp(last - first + 1, begin, stride);
    std::memset(to, from[0], static_cast<unsigned>(begin));
    if (end > begin) std::memcpy(to + begin, from + first + begin, std::size_t(end - begin));
    std::memset(to + end, from[last], std::size_t(stride - end));
  }
};

/// Sum of absolute differences; the shape that compilers turn into psadbw.
template <int Count>
inline int absoluteDifference(const uint8_t* a, const uint8_t* b) {
  int sum = 0;
  for (int i = 0; i < Count; ++i) sum += std::abs(int(a[i]) - int(b[i]));
  return sum;
}

int absoluteDifference(const uint8_t* a, const uint8_t* b, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += std::abs(int(a[i]) - int(b[i]));
  return sum;
}

/// Mean of 2 x 2 pixels.
Image halved(const Image& image) {
  Image half(std::max(image.width() / 2, 1), std::max(image.height() / 2, 1), 1);
  for (int y = 0; y < half.height(); ++y) {
    const uint8_t* upper = image.row(std::min(2 * y, image.height() - 1));
    const uint8_t* lower = image.row(std::min(2 * y + 1, image.height() - 1));
    uint8_t* to = half.row(y);
    const int last = image.width() - 1;
    for (int x = 0; x < half.width(); ++x) {
      const int a = std::min(2 * x, last), b = std::min(2 * x + 1, last);
      to[x] = uint8_t((upper[a] + upper[b] + lower[a] + lower[b] + 2) / 4);
    }
  }
  return half;
}

/// Cost of one shift over the part that every shift within `range` can see.
int64_t shiftCost(const Image& test, const Image& reference, Shift s, int range) {
  int64_t sum = 0;
  const int count = test.width() - 2 * range;
  for (int y = range; y < test.height() - range; ++y)
    sum += absoluteDifference(test.row(y) + range, reference.row(y + s.y) + range + s.x, count);
  return sum;
}

/// Best shift within `radius` of `start`, |shift| <= range; of equals the nearest to `start`.
Shift bestShift(const Image& test, const Image& reference, Shift start, int radius, int range) {
  Shift best = start;
  int64_t lowest = shiftCost(test, reference, start, range);
  int nearest = 0;
  for (int dy = -radius; dy <= radius; ++dy)
    for (int dx = -radius; dx <= radius; ++dx) {
      const Shift s{start.x + dx, start.y + dy};
      if (std::abs(s.x) > range || std::abs(s.y) > range || (dx == 0 && dy == 0)) continue;
      const int64_t cost = shiftCost(test, reference, s, range);
      const int distance = std::abs(dx) + std::abs(dy);
      if (cost < lowest || (cost == lowest && distance < nearest)) {
        best = s, lowest = cost, nearest = distance;
      }
    }
  return best;
}

/// Full search where the range is at most 3 px of the reduced image, then refinement level by level.
Shift globalShift(const Image& test, const Image& reference, int range) {
  range = std::min({range, test.width() / 4, test.height() / 4});
  if (range <= 0) return {};
  if (range <= 3) return bestShift(test, reference, {}, range, range);
  const Shift coarse = globalShift(halved(test), halved(reference), (range + 1) / 2);
  const Shift start{std::clamp(2 * coarse.x, -range, range), std::clamp(2 * coarse.y, -range, range)};
  return bestShift(test, reference, start, 1, range);
}

/// Costs of one shift per tile, then summed over a window of tiles (clipped at the border).
class WindowCosts {
 public:
  WindowCosts(int columns, int rows, int windowTiles)
      : columns_(columns), rows_(rows), reach_(windowTiles / 2),
        integral_(std::size_t(columns + 1) * std::size_t(rows + 1)) {}

  void measure(const Padded& test, const Padded& reference, Shift s) {
    for (int row = 0; row < rows_; ++row) {
      int64_t line = 0;
      for (int column = 0; column < columns_; ++column) {
        int sum = 0;
        for (int y = 0; y < tile; ++y)
          sum += absoluteDifference<tile>(test.at(column * tile, row * tile + y),
                                          reference.at(column * tile + s.x, row * tile + y + s.y));
        line += sum;
        at(column + 1, row + 1) = line + at(column + 1, row);
      }
    }
  }

  int64_t around(int column, int row) const {
    const int x1 = std::max(column - reach_, 0), x2 = std::min(column + reach_ + 1, columns_);
    const int y1 = std::max(row - reach_, 0), y2 = std::min(row + reach_ + 1, rows_);
    return at(x2, y2) - at(x1, y2) - at(x2, y1) + at(x1, y1);
  }

 private:
  int64_t& at(int x, int y) { return integral_[std::size_t(y) * std::size_t(columns_ + 1) + std::size_t(x)]; }
  int64_t at(int x, int y) const { return integral_[std::size_t(y) * std::size_t(columns_ + 1) + std::size_t(x)]; }

  int columns_, rows_, reach_;
  std::vector<int64_t> integral_;
};

/// A shift must save about 8 full-contrast pixels in a window for each px it moves: less is a defect that
/// the shift would hide, not a misalignment.
constexpr int64_t costPerPixel = 8 * 255;

void findLocalShifts(Alignment& alignment, const Image& test, const Image& reference, const AlignOptions& options) {
  const int width = alignment.columns * tile, height = alignment.rows * tile, range = options.localRange;
  const Padded still(test, width, height, 0), moving(reference, width, height, range, alignment.global);
  WindowCosts costs(alignment.columns, alignment.rows, std::max(options.window / tile, 1) | 1);
  std::vector<int64_t> lowest(alignment.shifts.size(), std::numeric_limits<int64_t>::max());
  for (int dy = -range; dy <= range; ++dy)
    for (int dx = -range; dx <= range; ++dx) {
      costs.measure(still, moving, {dx, dy});
      const int64_t penalty = costPerPixel * (std::abs(dx) + std::abs(dy));
      for (int row = 0; row < alignment.rows; ++row)
        for (int column = 0; column < alignment.columns; ++column) {
          const std::size_t i = std::size_t(row) * std::size_t(alignment.columns) + std::size_t(column);
          const int64_t cost = costs.around(column, row) + penalty;
          if (cost >= lowest[i]) continue;
          lowest[i] = cost;
          alignment.shifts[i] = {alignment.global.x + dx, alignment.global.y + dy};
        }
    }
}

std::string sizeText(const Image& image) {
  return std::to_string(image.width()) + "x" + std::to_string(image.height());
}

}  // namespace

Alignment findAlignment(const Image& test, const Image& reference, const AlignOptions& options) {
  require(test.width() == reference.width() && test.height() == reference.height(),
          "the reference image is " + sizeText(reference) + " px but the test image is " + sizeText(test) +
              "; a pair must have one size");
  Alignment alignment;
  alignment.columns = (test.width() + tile - 1) / tile;
  alignment.rows = (test.height() + tile - 1) / tile;
  alignment.global = globalShift(test, reference, options.globalRange);
  alignment.shifts.assign(std::size_t(alignment.columns) * std::size_t(alignment.rows), alignment.global);
  if (options.localRange > 0) findLocalShifts(alignment, test, reference, options);
  return alignment;
}

Image applyAlignment(const Image& reference, const Alignment& alignment) {
  const int width = reference.width(), height = reference.height();
  Image out(width, height, 1);
  for (int y = 0; y < height; ++y) {
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
  return out;
}

Image alignReference(const Image& test, const Image& reference, const AlignOptions& options) {
  const Alignment alignment = findAlignment(test, reference, options.enabled ? options : AlignOptions{true, 0, 0, 121});
  return applyAlignment(reference, alignment);
}

}  // namespace assay::detector
