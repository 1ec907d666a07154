// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_board_defects.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/imaging/canvas.h"
#include "core/imaging/transform.h"
#include "core/project/sample_board_layout.h"

namespace assay {

namespace {

constexpr int windowSide = 132;
constexpr int border = 22;          ///< defects keep this distance from the edge of the picture
constexpr int attemptsPerDefect = 60;
constexpr std::array<const char*, 6> classes = {"open", "short", "mousebite", "spur", "copper", "pin-hole"};

struct Stroke { Point from, to; double width; };

/// An edge of copper, and which way is out.
struct EdgeSpot { Point at, outward; };

bool isCopper(const Image& copper, Point p) {
  const int x = int(std::floor(p.x)), y = int(std::floor(p.y));
  return x >= 0 && y >= 0 && x < copper.width() && y < copper.height() && copper.row(y)[x] != 0;
}

Point along(Point from, Point direction, double distance) { return {from.x + direction.x * distance, from.y + direction.y * distance}; }
Point sideways(Point d) { return {-d.y, d.x}; }

/// Steps until copper begins (or ends); `limit` when it does not.
double march(const Image& copper, Point from, Point direction, bool untilCopper, double limit) {
  for (double d = 0; d < limit; d += 0.5)
    if (isCopper(copper, along(from, direction, d)) == untilCopper) return d;
  return limit;
}

class DefectMaker {
 public:
  DefectMaker(Image& copper, Random& random) : copper_(copper), random_(random) {}

  std::optional<BoardDefect> make(const std::string& name) {
    for (int attempt = 0; attempt < attemptsPerDefect; ++attempt)
      if (auto defect = attemptOne(name)) return defect;
    return std::nullopt;
  }

 private:
  Point somewhere() {
    const double low = boardMargin + border, high = boardMargin + boardSide - border;
    const double x = random_.uniform(low, high);
    return {x, random_.uniform(low, high)};
  }

  Point direction() {
    for (;;) {
      const double x = random_.uniform(-1, 1), y = random_.uniform(-1, 1), length = std::sqrt(x * x + y * y);
      if (length > 0.2 && length <= 1) return {x / length, y / length};
    }
  }

  std::optional<EdgeSpot> someEdge() {
    for (int i = 0; i < 200; ++i) {
      const Point p = somewhere();
      if (!isCopper(copper_, p)) continue;
      const Point d = direction();
      const double out = march(copper_, p, d, false, 60);
      if (out >= 60) continue;
      // The outward direction is where copper is missing around the edge.
      const Point at = along(p, d, out);
      Point sum;
      for (int y = -5; y <= 5; ++y)
        for (int x = -5; x <= 5; ++x)
          if (!isCopper(copper_, {at.x + x, at.y + y})) sum = {sum.x + x, sum.y + y};
      const double length = std::sqrt(sum.x * sum.x + sum.y * sum.y);
      if (length > 30) return EdgeSpot{at, {sum.x / length, sum.y / length}};
    }
    return std::nullopt;
  }

  /// A hand-drawn blob: a few strokes, each going on from the last.
  std::vector<Stroke> scribble(Point start, double reach, double thinnest, double thickest) {
    std::vector<Stroke> strokes;
    Point at = start, heading = direction();
    const double width = random_.uniform(thinnest, thickest);
    for (int64_t n = random_.between(1, 4); n > 0; --n) {
      const Point to = along(at, heading, reach * random_.uniform(0.3, 0.8));
      strokes.push_back({at, to, width * random_.uniform(0.8, 1.25)});
      at = to;
      const Point bend = direction();
      const double x = heading.x + bend.x * 0.8, y = heading.y + bend.y * 0.8, length = std::sqrt(x * x + y * y);
      if (length > 0.1) heading = {x / length, y / length};
    }
    return strokes;
  }

  std::vector<Stroke> strokesFor(const std::string& name) {
    if (name == "copper") return scribble(somewhere(), random_.uniform(3, 14), 4, 9);
    if (name == "pin-hole") {
      const Point p = somewhere();
      return isCopper(copper_, p) ? scribble(p, random_.uniform(1.5, 9), 3.2, 8) : std::vector<Stroke>();
    }
    const auto edge = someEdge();
    if (!edge) return {};
    const Point inward{-edge->outward.x, -edge->outward.y};
    if (name == "open") return cutAcross(*edge, inward);
    if (name == "short") return bridge(*edge);
    if (name == "spur") return tooth(edge->at, edge->outward, random_.uniform(5, 16), 4, 9);
    const double thickness = march(copper_, along(edge->at, inward, 1.5), inward, false, 40);
    return tooth(edge->at, inward, std::min(random_.uniform(3, 11), thickness * 0.55), 3, 7);
  }

  /// A stroke or two from an edge, outwards (spur) or inwards (mousebite).
  std::vector<Stroke> tooth(Point at, Point heading, double length, double thinnest, double thickest) {
    const double lean = random_.uniform(-0.5, 0.5);
    const Point side = sideways(heading);
    const Point tip{at.x + heading.x * length + side.x * length * lean, at.y + heading.y * length + side.y * length * lean};
    const double width = random_.uniform(thinnest, thickest);
    std::vector<Stroke> strokes = {{along(at, heading, -1), tip, width}};
    if (random_.chance(0.6)) {
      const double shift = random_.uniform(2, 8);
      strokes.push_back({along(at, side, shift), along(tip, heading, -length * 0.4), width * 0.8});
    }
    return strokes;
  }

  std::vector<Stroke> cutAcross(const EdgeSpot& edge, Point inward) {
    const double thickness = march(copper_, along(edge.at, inward, 1.5), inward, false, 70);
    if (thickness < 5 || thickness > 66) return {};
    const Point side = sideways(inward);
    const double slant = random_.uniform(-0.25, 0.25) * thickness, width = random_.uniform(4, 9);
    const Point from = along(edge.at, inward, -width), to = along(along(edge.at, inward, thickness + 1.5 + width), side, slant);
    const Point middle = along({(from.x + to.x) / 2, (from.y + to.y) / 2}, side, random_.uniform(-3, 3));
    return {{from, middle, width}, {middle, to, width * random_.uniform(0.85, 1.2)}};
  }

  std::vector<Stroke> bridge(const EdgeSpot& edge) {
    const double gap = march(copper_, along(edge.at, edge.outward, 1.5), edge.outward, true, 46);
    if (gap >= 46) return {};
    const Point side = sideways(edge.outward);
    const Point from = along(edge.at, edge.outward, -3), to = along(edge.at, edge.outward, gap + 4.5);
    const Point middle = along({(from.x + to.x) / 2, (from.y + to.y) / 2}, side, random_.uniform(-4, 4));
    const double width = random_.uniform(4, 9);
    return {{from, middle, width}, {middle, to, width * random_.uniform(0.8, 1.25)}};
  }

  std::optional<BoardDefect> attemptOne(const std::string& name) {
    const std::vector<Stroke> strokes = strokesFor(name);
    if (strokes.empty()) return std::nullopt;
    const bool isAdded = name == "short" || name == "spur" || name == "copper";
    const int left = int(std::floor(strokes[0].from.x)) - windowSide / 2, top = int(std::floor(strokes[0].from.y)) - windowSide / 2;
    const Image before = crop(copper_, left, top, windowSide, windowSide);
    Image after = before;
    for (const Stroke& s : strokes)
      thickLine(after, {s.from.x - left, s.from.y - top}, {s.to.x - left, s.to.y - top}, s.width, isAdded ? 255 : 0);
    const auto box = boxOf(before, after, left, top);
    if (!box || !isApart(*box) || defectClass(before, after) != name) return std::nullopt;
    for (int y = 0; y < windowSide; ++y)
      for (int x = 0; x < windowSide; ++x)
        if (top + y >= 0 && left + x >= 0 && top + y < copper_.height() && left + x < copper_.width())
          copper_.row(top + y)[left + x] = after.row(y)[x];
    taken_.push_back(*box);
    return BoardDefect{name, *box};
  }

  /// Around what changed, with a margin; none when it is too large or leaves the picture.
  std::optional<Box> boxOf(const Image& before, const Image& after, int left, int top) {
    int x1 = windowSide, y1 = windowSide, x2 = -1, y2 = -1;
    for (int y = 0; y < windowSide; ++y)
      for (int x = 0; x < windowSide; ++x)
        if (before.row(y)[x] != after.row(y)[x]) {
          x1 = std::min(x1, x); x2 = std::max(x2, x + 1);
          y1 = std::min(y1, y); y2 = std::max(y2, y + 1);
        }
    if (x2 < 0 || x1 < 6 || y1 < 6 || x2 > windowSide - 6 || y2 > windowSide - 6) return std::nullopt;
    const auto grown = [&](int low, int high) {
      const int size = std::max<int>(smallestDefectBox, high - low + int(random_.between(17, 27)));
      const int start = (low + high - size) / 2;
      return std::pair(start, start + size);
    };
    const auto [bx1, bx2] = grown(x1, x2);
    const auto [by1, by2] = grown(y1, y2);
    if (bx2 - bx1 > largestDefectBox || by2 - by1 > largestDefectBox) return std::nullopt;
    const Box box{double(left + bx1), double(top + by1), double(left + bx2), double(top + by2)};
    const double low = boardMargin + 4, high = boardMargin + boardSide - 4;
    return box.x1 >= low && box.y1 >= low && box.x2 <= high && box.y2 <= high ? std::optional(box) : std::nullopt;
  }

  bool isApart(const Box& box) const {
    return std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) {
      return box.x1 < other.x2 + 6 && other.x1 < box.x2 + 6 && box.y1 < other.y2 + 6 && other.y1 < box.y2 + 6;
    });
  }

  Image& copper_;
  Random& random_;
  std::vector<Box> taken_;
};

}  // namespace

std::vector<BoardDefect> addDefects(Image& copper, int count, Random& random) {
  std::vector<BoardDefect> defects;
  DefectMaker maker(copper, random);
  for (int tries = 0; int(defects.size()) < count && tries < 4 * count; ++tries)
    if (auto defect = maker.make(classes[std::size_t(random.below(int64_t(classes.size())))])) defects.push_back(std::move(*defect));
  return defects;
}

}  // namespace assay
