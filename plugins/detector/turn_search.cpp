// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/turn_search.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "plugins/detector/plane_view.h"

namespace assay::detector {

namespace {

constexpr int coarseSide = 512;          // px: the size at which a turn is looked for first
constexpr double mostTurn = 0.027;       // of the distance from the middle: 1.5 degrees
constexpr int coarseWindow = 80;         // px
constexpr int leastPlaces = 6;           // that must show something
constexpr double leastMove = 1.0;        // px at a corner, or the local shifts do as well
constexpr double enoughGain = 0.97;      // of the difference that is left without the map
constexpr int edge = 8;                  // px that are not compared: the reference may not reach them
constexpr int rounds = 5;                // of reweighting

struct Pair {
  Image test, reference;
};

/// From coarse to fine, the last one at half the size, or whole where the whole is small.
std::vector<Pair> pyramid(const Image& test, const Image& reference) {
  std::vector<Pair> levels;
  Pair level{test, reference};
  while (std::max(level.test.width(), level.test.height()) > coarseSide) {
    level = {halved(level.test), halved(level.reference)};
    levels.push_back(level);
  }
  if (levels.empty()) levels.push_back(std::move(level));
  std::reverse(levels.begin(), levels.end());
  return levels;
}

/// First `inner`, then `outer`.
Affine composed(const Affine& outer, const Affine& inner) {
  Affine m;
  for (std::size_t r = 0; r < 2; ++r) {
    m[3 * r] = outer[3 * r] * inner[0] + outer[3 * r + 1] * inner[3];
    m[3 * r + 1] = outer[3 * r] * inner[1] + outer[3 * r + 1] * inner[4];
    m[3 * r + 2] = outer[3 * r] * inner[2] + outer[3 * r + 1] * inner[5] + outer[3 * r + 2];
  }
  return m;
}

/// The same map for pictures that are `factor` times as large.
Affine scaled(Affine m, double factor) {
  m[2] *= factor;
  m[5] *= factor;
  return m;
}

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

double determinant(const Matrix& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/// Cramer's rule; nothing where the places lie on one line.
std::optional<Vector> solved(const Matrix& m, const Vector& right) {
  const double whole = determinant(m);
  if (std::abs(whole) < 1e-9) return std::nullopt;
  Vector answer;
  for (std::size_t column = 0; column < 3; ++column) {
    Matrix replaced = m;
    for (std::size_t row = 0; row < 3; ++row) replaced[row][column] = right[row];
    answer[column] = determinant(replaced) / whole;
  }
  return answer;
}

/// Where the window around a tile has its middle, px: windows end at the picture's edge.
double windowCentre(int tile, int tiles) {
  constexpr int reach = (coarseWindow / shiftTile | 1) / 2;
  return (std::max(tile - reach, 0) + std::min(tile + reach + 1, tiles)) / 2.0 * shiftTile;
}

/// x + d(x) with d fitted to the shifts of places, weighted by what they show; places that disagree (a defect, a pattern that repeats) lose
/// weight (Cauchy's, iteratively reweighted).
std::optional<Affine> fitted(const std::vector<PlaceShift>& places, int width, int height) {
  const int columns = (width + shiftTile - 1) / shiftTile, rows = (height + shiftTile - 1) / shiftTile;
  const double half = std::max(width, height) / 2.0;
  std::vector<double> trust(places.size(), 1);
  std::optional<Vector> dx, dy;
  if (std::count_if(places.begin(), places.end(), [](const PlaceShift& p) { return p.gain > 0; }) < leastPlaces) return std::nullopt;
  const auto positionOf = [&](std::size_t i) {
    return Vector{(windowCentre(int(i) % columns, columns) - width / 2.0) / half, (windowCentre(int(i) / columns, rows) - height / 2.0) / half, 1};
  };
  const auto valueAt = [](const Vector& f, const Vector& p) { return f[0] * p[0] + f[1] * p[1] + f[2] * p[2]; };
  for (int round = 0; round < rounds; ++round) {
    Matrix normal{};
    Vector rightX{}, rightY{};
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Vector p = positionOf(i);
      const double w = trust[i] * double(places[i].gain);
      for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t c = 0; c < 3; ++c) normal[r][c] += w * p[r] * p[c];
        rightX[r] += w * p[r] * places[i].shift.x;
        rightY[r] += w * p[r] * places[i].shift.y;
      }
    }
    const double unit = normal[2][2] > 0 ? 1 / normal[2][2] : 0;
    for (Vector& row : normal)
      for (double& value : row) value *= unit;
    for (std::size_t r = 0; r < 3; ++r) rightX[r] *= unit, rightY[r] *= unit;
    dx = solved(normal, rightX);
    dy = solved(normal, rightY);
    if (!dx || !dy) return std::nullopt;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Vector p = positionOf(i);
      const double offX = places[i].shift.x - valueAt(*dx, p), offY = places[i].shift.y - valueAt(*dy, p);
      trust[i] = 1 / (1 + offX * offX + offY * offY);
    }
  }
  const auto row = [&](const Vector& f) { return Vector{f[0] / half, f[1] / half, f[2] - f[0] * width / 2.0 / half - f[1] * height / 2.0 / half}; };
  const Vector x = row(*dx), y = row(*dy);
  return Affine{1 + x[0], x[1], x[2], y[0], 1 + y[1], y[2]};
}

std::optional<Affine> fittedAt(const Pair& level, const Image& reference, Shift start, int range) {
  const PlaceSearch search{.start = start, .range = range, .window = coarseWindow, .costPerPixel = 0};
  return fitted(placeShifts(level.test, reference, search), level.test.width(), level.test.height());
}

/// How far the linear part moves the farthest corner.
double cornerMove(const Affine& m, int width, int height) {
  double most = 0;
  for (const double sx : {-0.5, 0.5})
    for (const double sy : {-0.5, 0.5}) {
      const double x = sx * width, y = sy * height;
      most = std::max(most, std::hypot((m[0] - 1) * x + m[1] * y, m[3] * x + (m[4] - 1) * y));
    }
  return most;
}

/// Worth a map, and within what is looked for.
bool isTurn(const Affine& m, const Image& picture) {
  const double move = cornerMove(m, picture.width(), picture.height());
  return move >= leastMove && move <= 2 * mostTurn * std::hypot(picture.width(), picture.height()) / 2;
}

/// The map with its linear part times `share`, the middle staying where it is sent.
Affine aroundMiddle(const Affine& m, double share, const Image& picture) {
  const double x = picture.width() / 2.0, y = picture.height() / 2.0;
  const double toX = m[0] * x + m[1] * y + m[2], toY = m[3] * x + m[4] * y + m[5];
  const Affine part{1 + share * (m[0] - 1), share * m[1], 0, share * m[3], 1 + share * (m[4] - 1), 0};
  return {part[0], part[1], toX - part[0] * x - part[1] * y, part[3], part[4], toY - part[3] * x - part[4] * y};
}

/// Against the shift alone, and the turn the other way: all resampled, because resampling alone makes pictures agree better.
bool fitsBetter(const Pair& level, const Affine& map) {
  const auto cost = [&](double share) {
    const Image seen = sampleCrop(viewOf(level.reference), aroundMiddle(map, share, level.test), level.test.width(), level.test.height());
    return double(shiftCost(level.test, seen, {}, edge));
  };
  return cost(1) <= enoughGain * std::min(cost(0), cost(-1));
}

}  // namespace

std::optional<Affine> findTurn(const Image& test, const Image& reference, Shift global) {
  if (std::min(test.width(), test.height()) < 2 * coarseWindow) return std::nullopt;
  const std::vector<Pair> levels = pyramid(test, reference);
  const Pair& first = levels.front();
  const double scale = double(test.width()) / first.test.width();
  const Shift start{int(std::lround(global.x / scale)), int(std::lround(global.y / scale))};
  const int range = int(std::ceil(mostTurn * std::max(first.test.width(), first.test.height()) / 2)) + 1;
  std::optional<Affine> map = fittedAt(first, first.reference, start, range);
  if (!map || !isTurn(*map, test)) return std::nullopt;
  for (const Pair& level : levels) {
    const double factor = double(level.test.width()) / first.test.width();
    const Affine here = scaled(*map, factor);
    const auto rest = fittedAt(level, sampleCrop(viewOf(level.reference), here, level.test.width(), level.test.height()), {}, 2);
    if (rest) map = scaled(composed(here, *rest), 1 / factor);
  }
  const double factor = double(levels.back().test.width()) / first.test.width();
  if (!isTurn(*map, test) || !fitsBetter(levels.back(), scaled(*map, factor))) return std::nullopt;
  return scaled(*map, scale);
}

Image turnedReference(const Image& reference, const Affine& turn) {
  const std::size_t pixels = reference.byteCount();
  const auto between = std::size_t(std::count_if(reference.data(), reference.data() + pixels, [](uint8_t v) { return v != 0 && v != 255; }));
  Image out = sampleCrop(viewOf(reference), turn, reference.width(), reference.height());
  if (100 * between > pixels) return out;
  for (std::size_t i = 0; i < pixels; ++i) out.data()[i] = out.data()[i] > 127 ? 255 : 0;
  return out;
}

}  // namespace assay::detector
