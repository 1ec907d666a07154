// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_board_layout.h"

#include <algorithm>
#include <array>

#include "core/imaging/canvas.h"
#include "core/imaging/transform.h"
#include "core/project/sample_board_router.h"

namespace assay {

namespace {

constexpr int canvasSide = boardSide + 2 * boardMargin;
constexpr uint8_t copperValue = 255;

/// What boards of one family have in common.
struct FamilyStyle {
  const char* name;
  int pitchLow, pitchHigh;       ///< pixels between neighbouring tracks
  double widthLow, widthHigh;    ///< of a track, in pitches
  int buses, padRows, chips, links;
  double pour;                   ///< how likely the rest is filled with ground
};

constexpr std::array<FamilyStyle, 5> styles = {{
    {"fine bus", 19, 22, 0.42, 0.52, 3, 3, 2, 26, 0.0},
    {"chips", 22, 26, 0.40, 0.50, 1, 2, 6, 30, 0.0},
    {"power", 62, 78, 0.58, 0.70, 0, 2, 0, 12, 0.0},
    {"ground", 23, 27, 0.42, 0.52, 1, 3, 2, 20, 1.0},
    {"mixed", 31, 38, 0.42, 0.55, 1, 3, 2, 22, 0.35},
}};

class BoardDrawing {
 public:
  BoardDrawing(const FamilyStyle& style, Random& random)
      : style_(style), random_(random), pitch_(int(random.between(style.pitchLow, style.pitchHigh))),
        width_(double(pitch_) * random.uniform(style.widthLow, style.widthHigh)),
        router_(canvasSide / pitch_ + 1), copper_(canvasSide, canvasSide, 1) {}

  Image draw() {
    for (int i = 0; i < style_.buses; ++i) drawBus();
    for (int i = 0; i < style_.padRows; ++i) drawPadRow();
    for (int i = 0; i < style_.chips; ++i) drawChip();
    for (int i = 0; i < style_.links; ++i) drawLink();
    if (random_.chance(style_.pour)) pourGround();
    for (const auto& [centre, radius] : holes_) fillDisc(copper_, centre, radius, 0);
    if (random_.chance(0.5)) copper_ = quarterTurn(copper_);
    return std::move(copper_);
  }

 private:
  Point at(GridCell c) const { return {c.x * double(pitch_), c.y * double(pitch_)}; }
  int side() const { return router_.side(); }
  GridCell anywhere(int border) { return {int(random_.between(border, side() - 1 - border)), int(random_.between(border, side() - 1 - border))}; }

  void drawPath(const std::vector<GridCell>& path, double width) {
    for (std::size_t i = 0; i + 1 < path.size(); ++i) thickLine(copper_, at(path[i]), at(path[i + 1]), width, copperValue);
  }

  /// Parallel tracks that bend together: straight, diagonal, straight.
  void drawBus() {
    const int tracks = int(random_.between(4, 8)), first = int(random_.between(0, side() - tracks));
    const int down = random_.chance(0.5) ? 1 : -1;
    const int bend = int(random_.between(side() / 6, side() / 2)), drop = int(random_.between(2, side() / 3));
    const bool ends = random_.chance(0.5);
    const int length = ends ? int(random_.between(bend + drop + 2, side() - 2)) : side() - 1;
    for (int i = 0; i < tracks; ++i) {
      // The inner tracks bend later, which keeps the distance in the diagonal part.
      const int turn = bend + (down > 0 ? tracks - 1 - i : i) / 2;
      std::vector<GridCell> path;
      GridCell c{0, first + i};
      bool isFree = true;
      for (; c.x <= length; ++c.x) {
        isFree = isFree && router_.contains(c) && router_.netAt(c) == 0;
        if (!isFree) break;
        path.push_back(c);
        if (c.x >= turn && c.x < turn + drop) c.y += down;
      }
      if (path.size() < 6) continue;
      const int net = ++nets_;
      for (const GridCell p : path) router_.claim(p, net);
      drawPath(path, width_);
      if (ends || !isFree) terminals_.push_back({path.back(), net});
    }
  }

  /// Round pads with holes, in a row.
  void drawPadRow() {
    const int count = int(random_.between(3, 7)), step = int(random_.between(3, 4));
    const bool isColumn = random_.chance(0.5);
    const GridCell start = anywhere(2);
    const double radius = pitch_ * random_.uniform(0.72, 0.95), hole = radius * random_.uniform(0.32, 0.5);
    const bool isSquareFirst = random_.chance(0.5), hasHoles = random_.chance(0.8);
    for (int i = 0; i < count; ++i) {
      const GridCell c{start.x + (isColumn ? 0 : i * step), start.y + (isColumn ? i * step : 0)};
      if (!router_.isFree(c, 1)) continue;
      const int net = claimSquare(c, 1);
      const Point p = at(c);
      if (i == 0 && isSquareFirst) fillRect(copper_, {p.x - radius, p.y - radius, p.x + radius, p.y + radius}, copperValue);
      else fillDisc(copper_, p, radius, copperValue);
      if (hasHoles) holes_.emplace_back(p, hole);
      terminals_.push_back({c, net});
    }
  }

  /// Two rows of rectangular pads, as a chip is soldered on.
  void drawChip() {
    const int pins = int(random_.between(3, 6)), gap = int(random_.between(4, 6));
    const GridCell start = anywhere(3);
    const double across = pitch_ * random_.uniform(0.85, 1.0), along = pitch_ * random_.uniform(0.42, 0.52);
    const int firstNet = nets_ + 1;
    for (int row = 0; row < 2; ++row)
      for (int i = 0; i < pins; ++i) {
        const GridCell c{start.x + row * gap, start.y + i * 2};
        if (!hasRoomForPin(c, firstNet)) continue;
        const int net = ++nets_;
        for (int dx = -1; dx <= 1; ++dx) router_.claim({c.x + dx, c.y}, net);
        const Point p = at(c);
        fillRect(copper_, {p.x - across, p.y - along, p.x + across, p.y + along}, copperValue);
        terminals_.push_back({c, net});
      }
  }

  /// All neighbours are free or belong to earlier pins of the same chip.
  bool hasRoomForPin(GridCell c, int firstNet) const {
    for (int y = c.y - 1; y <= c.y + 1; ++y)
      for (int x = c.x - 1; x <= c.x + 1; ++x)
        if (!router_.contains({x, y}) || (router_.netAt({x, y}) != 0 && router_.netAt({x, y}) < firstNet)) return false;
    return router_.netAt(c) == 0;
  }

  /// A track from a terminal to another of no other net, to a via, or over the edge.
  void drawLink() {
    if (terminals_.empty() || random_.chance(0.25)) terminals_.push_back(newVia());
    const Terminal from = terminals_[std::size_t(random_.below(int64_t(terminals_.size())))];
    if (from.net == 0) return;
    const bool overEdge = random_.chance(0.4);
    GridCell to = anywhere(1);
    if (overEdge) (random_.chance(0.5) ? to.x : to.y) = random_.chance(0.5) ? 0 : side() - 1;
    else if (!router_.isFree(to, 1)) return;
    if (!overEdge) claimSquareFor(to, 1, from.net);
    const std::vector<GridCell> path = router_.route(from.cell, to, from.net);
    if (path.size() < 3) return;
    drawPath(path, width_ * (random_.chance(0.2) ? 1.25 : 1.0));
    if (!overEdge) drawVia(to);
  }

  struct Terminal { GridCell cell; int net = 0; };

  Terminal newVia() {
    const GridCell c = anywhere(1);
    if (!router_.isFree(c, 1)) return {c, 0};
    const int net = claimSquare(c, 1);
    drawVia(c);
    return {c, net};
  }

  void drawVia(GridCell c) {
    const double radius = std::max(width_ * 0.85, pitch_ * 0.5);
    fillDisc(copper_, at(c), radius, copperValue);
    if (random_.chance(0.7)) holes_.emplace_back(at(c), radius * 0.42);
  }

  int claimSquare(GridCell c, int reach) { return claimSquareFor(c, reach, ++nets_); }
  int claimSquareFor(GridCell c, int reach, int net) {
    for (int y = c.y - reach; y <= c.y + reach; ++y)
      for (int x = c.x - reach; x <= c.x + reach; ++x) router_.claim({x, y}, net);
    return net;
  }

  /// Copper wherever there is room; strips too thin to be made are left out.
  void pourGround() {
    const int clearance = std::max(5, int(pitch_ * 0.28)), thinnest = 6;
    Image room = dilate(copper_, clearance);
    for (std::size_t i = 0; i < room.byteCount(); ++i) room.data()[i] = uint8_t(255 - room.data()[i]);
    const double edge = random_.uniform(-20, 60), cut = random_.uniform(30, 160), far = canvasSide - random_.uniform(-20, 60);
    Image area(canvasSide, canvasSide, 1);
    fillPolygon(area, {{edge + cut, edge}, {far, edge}, {far, far - cut}, {far - cut, far}, {edge, far}, {edge, edge + cut}}, copperValue);
    for (std::size_t i = 0; i < room.byteCount(); ++i) room.data()[i] &= area.data()[i];
    const Image pour = dilate(erode(room, thinnest), thinnest);
    for (std::size_t i = 0; i < pour.byteCount(); ++i) copper_.data()[i] |= pour.data()[i];
  }

  static Image quarterTurn(const Image& image) {
    Image out(image.height(), image.width(), 1);
    for (int y = 0; y < out.height(); ++y)
      for (int x = 0; x < out.width(); ++x) out.row(y)[x] = image.row(out.width() - 1 - x)[y];
    return out;
  }

  const FamilyStyle& style_;
  Random& random_;
  int pitch_;
  double width_;
  BoardRouter router_;
  Image copper_;
  int nets_ = 0;
  std::vector<Terminal> terminals_;
  std::vector<std::pair<Point, double>> holes_;
};

}  // namespace

BoardLayout drawBoard(Random& random) {
  const FamilyStyle& style = styles[std::size_t(random.below(int64_t(styles.size())))];
  return {BoardDrawing(style, random).draw(), style.name};
}

}  // namespace assay
