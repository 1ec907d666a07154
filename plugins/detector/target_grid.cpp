// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/target_grid.h"

#include <cmath>
#include <numeric>

namespace assay::detector {

namespace {

constexpr double neighbourHeat = 0.95;
constexpr double sizeToSigma = 6;      // a box of 6 cells' side has a Gaussian of one cell
constexpr double minimumSigma = 0.7;
constexpr float besideCentreWeight = 0.5f;
constexpr double ellipseShare = 0.54;  // of a box that its ellipse spans, in sixths a deviation
constexpr double leastShare = 0.1;     // of a centre's weight that a cell must have to learn

struct Cell {
  int x, y;
};

class GridPainter {
 public:
  GridPainter(TargetGrid& grid, const Truth& truth, Reach reach) : grid_(grid), truth_(truth), isWide_(reach == Reach::Wide) {
    const Point centre = centreOf(truth.box);
    // In cells, measured from cell centres.
    centreX_ = centre.x / grid.stride - 0.5;
    centreY_ = centre.y / grid.stride - 0.5;
    centre_ = {std::clamp(int(std::lround(centreX_)), 0, grid.width - 1),
               std::clamp(int(std::lround(centreY_)), 0, grid.height - 1)};
    const double mean = std::sqrt(truth.box.area());
    sigmaX_ = std::max(minimumSigma, (isWide_ ? ellipseShare * truth.box.width() : mean) / (sizeToSigma * grid.stride));
    sigmaY_ = std::max(minimumSigma, (isWide_ ? ellipseShare * truth.box.height() : mean) / (sizeToSigma * grid.stride));
  }

  void paintHeat() {
    forCells(int(std::ceil(3 * sigmaX_)), int(std::ceil(3 * sigmaY_)), [&](Cell c, std::size_t i) {
      grid_.heat[i] = std::max(grid_.heat[i], float(std::min(nearness(c), neighbourHeat)));
    });
  }

  void markCentre() {
    grid_.heat[index(centre_)] = 1;
    grid_.heatWeight[index(centre_)] = 1;
    ++grid_.centres;
  }

  void paintRegression() {
    const int beside = 1, reachX = isWide_ ? std::max(beside, int(3 * sigmaX_)) : beside, reachY = isWide_ ? std::max(beside, int(3 * sigmaY_)) : beside;
    forCells(reachX, reachY, [&](Cell c, std::size_t i) {
      const double x = (c.x + 0.5) * grid_.stride, y = (c.y + 0.5) * grid_.stride;
      const Box& b = truth_.box;
      const bool isCentre = c.x == centre_.x && c.y == centre_.y;
      if (!isCentre && (x <= b.x1 || x >= b.x2 || y <= b.y1 || y >= b.y2)) return;
      const bool isBeside = std::abs(c.x - centre_.x) <= beside && std::abs(c.y - centre_.y) <= beside;
      const float near = isWide_ && nearness(c) >= leastShare ? float(nearness(c)) : 0.0f;
      const float weight = isCentre ? 1 : std::max(isBeside ? besideCentreWeight : 0.0f, near);
      if (grid_.regressionWeight[i] >= weight) return;
      grid_.regressionWeight[i] = weight;
      grid_.classes[i] = truth_.classIndex;
      const std::size_t plane = grid_.heat.size();
      const double sides[4] = {x - b.x1, y - b.y1, b.x2 - x, b.y2 - y};
      for (std::size_t k = 0; k < 4; ++k) grid_.distances[k * plane + i] = float(sides[k]);
    });
  }

 private:
  std::size_t index(Cell c) const { return std::size_t(c.y) * std::size_t(grid_.width) + std::size_t(c.x); }

  double nearness(Cell c) const {
    const double dx = (c.x - centre_.x) / sigmaX_, dy = (c.y - centre_.y) / sigmaY_;
    return std::exp(-(dx * dx + dy * dy) / 2);
  }

  template <class Visit>
  void forCells(int reachX, int reachY, Visit visit) {
    for (int y = std::max(centre_.y - reachY, 0); y <= std::min(centre_.y + reachY, grid_.height - 1); ++y)
      for (int x = std::max(centre_.x - reachX, 0); x <= std::min(centre_.x + reachX, grid_.width - 1); ++x)
        visit(Cell{x, y}, index({x, y}));
  }

  TargetGrid& grid_;
  const Truth& truth_;
  bool isWide_;
  double centreX_ = 0, centreY_ = 0, sigmaX_ = 1, sigmaY_ = 1;
  Cell centre_{0, 0};
};

void leaveOut(TargetGrid& grid, const Box& box) {
  const auto cell = [&](double px) { return int(std::floor(px / grid.stride)); };
  for (int y = std::max(cell(box.y1), 0); y <= std::min(cell(box.y2), grid.height - 1); ++y)
    for (int x = std::max(cell(box.x1), 0); x <= std::min(cell(box.x2), grid.width - 1); ++x)
      grid.heatWeight[std::size_t(y) * std::size_t(grid.width) + std::size_t(x)] = 0;
}

}  // namespace

LevelTruths truthsOfLevel(std::span<const Truth> truths, int width, int height, const LevelSpec& level) {
  LevelTruths out;
  const Box picture{0, 0, double(width), double(height)};
  for (const Truth& truth : truths) {
    if (!truth.isKnown()) {
      if (overlapArea(truth.box, picture) > 0) out.unclear.push_back(truth.box);
      continue;
    }
    const double size = std::sqrt(truth.box.area());
    if (size < level.minimumSize || size >= level.maximumSize) continue;
    const Point c = centreOf(truth.box);
    if (c.x >= 0 && c.y >= 0 && c.x < width && c.y < height) out.whole.push_back(truth);
    else if (overlapArea(truth.box, picture) > 0.1 * truth.box.area()) out.unclear.push_back(truth.box);
  }
  return out;
}

TargetGrid makeTargetGrid(const LevelTruths& truths, int width, int height, const LevelSpec& level) {
  TargetGrid grid;
  grid.stride = level.stride;
  grid.width = width / level.stride;
  grid.height = height / level.stride;
  const std::size_t cells = std::size_t(grid.width) * std::size_t(grid.height);
  grid.heat.assign(cells, 0);
  grid.heatWeight.assign(cells, 1);
  grid.regressionWeight.assign(cells, 0);
  grid.classes.assign(cells, -1);
  grid.distances.assign(4 * cells, 0);
  for (const Box& box : truths.unclear) leaveOut(grid, box);
  std::vector<GridPainter> painters;
  for (const Truth& truth : truths.whole) painters.emplace_back(grid, truth, level.reach);
  for (GridPainter& p : painters) p.paintHeat();
  for (GridPainter& p : painters) p.markCentre();   // after every Gaussian, so that each centre stays 1
  for (GridPainter& p : painters) p.paintRegression();
  return grid;
}

}  // namespace assay::detector
