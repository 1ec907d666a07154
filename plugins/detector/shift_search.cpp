// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/shift_search.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>

#include <ATen/Parallel.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace assay::detector {

namespace {

constexpr int tile = shiftTile;
constexpr std::size_t candidatesKept = 3;

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

/// Sum of absolute differences; long enough for compilers to find psadbw.
int absoluteDifference(const uint8_t* a, const uint8_t* b, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += std::abs(int(a[i]) - int(b[i]));
  return sum;
}

/// Sum of absolute differences of two squares. A row of one is a register; so short a loop is unrolled before psadbw could be found in it.
int tileDifference(const uint8_t* a, int aStride, const uint8_t* b, int bStride) {
#if defined(__SSE2__)
  static_assert(tile == sizeof(__m128i));
  const auto row = [](const uint8_t* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); };
  __m128i sums = _mm_setzero_si128();
  for (int y = 0; y < tile; ++y) sums = _mm_add_epi32(sums, _mm_sad_epu8(row(a + y * aStride), row(b + y * bStride)));
  return _mm_cvtsi128_si32(sums) + _mm_extract_epi16(sums, 4);
#else
  int sum = 0;
  for (int y = 0; y < tile; ++y) sum += absoluteDifference(a + y * aStride, b + y * bStride, tile);
  return sum;
#endif
}

struct Candidate {
  Shift shift;
  int64_t cost = 0;
};

int distance(Shift a, Shift b) { return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)); }

/// Costs of shifts, which threads share.
std::vector<Candidate> costsOf(const std::vector<Shift>& shifts, const Image& test, const Image& reference, int range) {
  std::vector<Candidate> all(shifts.size());
  at::parallel_for(0, int64_t(shifts.size()), 1, [&](int64_t first, int64_t end) {
    for (std::size_t i = std::size_t(first); i < std::size_t(end); ++i) all[i] = {shifts[i], shiftCost(test, reference, shifts[i], range)};
  });
  return all;
}

/// Every shift within `radius`, the nearest to none first, so that of equals the smallest is taken.
std::vector<Shift> shiftsWithin(int radius) {
  std::vector<Shift> order;
  for (int dy = -radius; dy <= radius; ++dy)
    for (int dx = -radius; dx <= radius; ++dx) order.push_back({dx, dy});
  std::stable_sort(order.begin(), order.end(), [](Shift a, Shift b) { return std::abs(a.x) + std::abs(a.y) < std::abs(b.x) + std::abs(b.y); });
  return order;
}

/// Best shift within `radius` of `start`, |shift| <= range; of equals the nearest to `start`.
Candidate bestAround(const Image& test, const Image& reference, Shift start, int radius, int range) {
  std::vector<Shift> shifts;
  for (const Shift by : shiftsWithin(radius))
    if (const Shift s{start.x + by.x, start.y + by.y}; std::abs(s.x) <= range && std::abs(s.y) <= range) shifts.push_back(s);
  const std::vector<Candidate> all = costsOf(shifts, test, reference, range);
  return *std::min_element(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
}

/// The best few, none of which is a neighbour of a better one.
std::vector<Candidate> fewBest(std::vector<Candidate> all) {
  std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
  std::vector<Candidate> kept;
  for (const Candidate& one : all) {
    if (kept.size() == candidatesKept) break;
    if (std::none_of(kept.begin(), kept.end(), [&](const Candidate& k) { return distance(k.shift, one.shift) <= 1; })) kept.push_back(one);
  }
  return kept;
}

/// Full search where the range is at most 3 px of the reduced image, then refinement level by level.
std::vector<Candidate> candidates(const Image& test, const Image& reference, int range) {
  range = std::min({range, test.width() / 4, test.height() / 4});
  if (range <= 0) return {Candidate{}};
  if (range <= 3) return fewBest(costsOf(shiftsWithin(range), test, reference, range));
  std::vector<Candidate> refined;
  for (const Candidate& coarse : candidates(halved(test), halved(reference), (range + 1) / 2))
    refined.push_back(bestAround(test, reference, {std::clamp(2 * coarse.shift.x, -range, range), std::clamp(2 * coarse.shift.y, -range, range)}, 1, range));
  return fewBest(std::move(refined));
}

/// Costs of one shift per tile of rows [first, end), then summed over a window of tiles (clipped there).
class WindowCosts {
 public:
  WindowCosts(int columns, int first, int end, int reach)
      : columns_(columns), first_(first), end_(end), reach_(reach), integral_(std::size_t(columns + 1) * std::size_t(end - first + 1)) {}

  void measure(const Padded& test, const Padded& reference, Shift s) {
    for (int row = first_; row < end_; ++row) {
      int64_t line = 0;
      for (int column = 0; column < columns_; ++column) {
        line += tileDifference(test.at(column * tile, row * tile), test.stride, reference.at(column * tile + s.x, row * tile + s.y), reference.stride);
        at(column + 1, row + 1) = line + at(column + 1, row);
      }
    }
  }

  int64_t around(int column, int row) const {
    const int x1 = std::max(column - reach_, 0), x2 = std::min(column + reach_ + 1, columns_);
    const int y1 = std::max(row - reach_, first_), y2 = std::min(row + reach_ + 1, end_);
    return at(x2, y2) - at(x1, y2) - at(x2, y1) + at(x1, y1);
  }

 private:
  std::size_t place(int x, int y) const { return std::size_t(y - first_) * std::size_t(columns_ + 1) + std::size_t(x); }
  int64_t& at(int x, int y) { return integral_[place(x, y)]; }
  int64_t at(int x, int y) const { return integral_[place(x, y)]; }

  int columns_, first_, end_, reach_;
  std::vector<int64_t> integral_;
};

constexpr int rowsATask = 4;         // of tiles: each task measures the window's reach beyond its own, too
constexpr int pixelRowsATask = 64;

}  // namespace

Image halved(const Image& image) {
  Image half(std::max(image.width() / 2, 1), std::max(image.height() / 2, 1), 1);
  at::parallel_for(0, half.height(), pixelRowsATask, [&](int64_t first, int64_t end) {
    for (int y = int(first); y < int(end); ++y) {
      const uint8_t* upper = image.row(std::min(2 * y, image.height() - 1));
      const uint8_t* lower = image.row(std::min(2 * y + 1, image.height() - 1));
      uint8_t* to = half.row(y);
      const int last = image.width() - 1;
      for (int x = 0; x < half.width(); ++x) {
        const int a = std::min(2 * x, last), b = std::min(2 * x + 1, last);
        to[x] = uint8_t((upper[a] + upper[b] + lower[a] + lower[b] + 2) / 4);
      }
    }
  });
  return half;
}

int64_t shiftCost(const Image& test, const Image& reference, Shift s, int range) {
  int64_t sum = 0;
  const int count = test.width() - 2 * range;
  for (int y = range; y < test.height() - range; ++y)
    sum += absoluteDifference(test.row(y) + range, reference.row(y + s.y) + range + s.x, count);
  return sum;
}

Shift globalShift(const Image& test, const Image& reference, int range) { return candidates(test, reference, range).front().shift; }

std::vector<PlaceShift> placeShifts(const Image& test, const Image& reference, const PlaceSearch& search) {
  const int columns = (test.width() + tile - 1) / tile, rows = (test.height() + tile - 1) / tile, range = search.range;
  const Padded still(test, columns * tile, rows * tile, 0), moving(reference, columns * tile, rows * tile, range, search.start);
  const int reach = std::max(search.window / tile, 1) / 2;
  const int64_t tried = int64_t(2 * range + 1) * (2 * range + 1);
  std::vector<PlaceShift> places(std::size_t(columns) * std::size_t(rows), {search.start, 0});
  std::vector<int64_t> lowest(places.size(), std::numeric_limits<int64_t>::max()), sum(places.size()), least(places.size());
  at::parallel_for(0, rows, rowsATask, [&](int64_t first, int64_t end) {
    WindowCosts costs(columns, std::max(int(first) - reach, 0), std::min(int(end) + reach, rows), reach);
    for (int dy = -range; dy <= range; ++dy)
      for (int dx = -range; dx <= range; ++dx) {
        costs.measure(still, moving, {dx, dy});
        const int64_t penalty = search.costPerPixel * (std::abs(dx) + std::abs(dy));
        for (int row = int(first); row < int(end); ++row)
          for (int column = 0; column < columns; ++column) {
            const std::size_t i = std::size_t(row) * std::size_t(columns) + std::size_t(column);
            const int64_t cost = costs.around(column, row);
            sum[i] += cost;
            if (cost + penalty >= lowest[i]) continue;
            lowest[i] = cost + penalty;
            least[i] = cost;
            places[i].shift = {search.start.x + dx, search.start.y + dy};
          }
      }
  });
  for (std::size_t i = 0; i < places.size(); ++i) places[i].gain = std::max<int64_t>(sum[i] / tried - least[i], 0);
  return places;
}

}  // namespace assay::detector
