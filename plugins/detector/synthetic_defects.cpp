// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/synthetic_defects.h"

#include <cmath>

namespace assay::detector {

namespace {

constexpr int material = 127;           // brighter is copper, after normalisation
constexpr int contextPx = 10;           // around a blob: far enough to see which islands are separate here
constexpr int borderPx = 4;             // a made-up defect keeps this distance from the crop's edge
constexpr double cutShare = 0.7;        // of the blobs are cut from labelled defects, the rest are drawn
constexpr int attempts = 14;
constexpr double smallestBlob = 7, largestBlob = 22;   // px
constexpr int smallestPatch = 3;                       // px
constexpr double faintest = 50, strongest = 220;       // of 255: how much a patch changes the brightness

/// The same picture turned (bits as in CropView) and scaled.
Image turned(const Image& image, int turn, double scale) {
  const bool transpose = turn & 4;
  const int w = std::max(2, int(std::lround(image.width() * scale)));
  const int h = std::max(2, int(std::lround(image.height() * scale)));
  const double sx = double(image.width()) / w, sy = double(image.height()) / h;
  const double ux = turn & 1 ? -sx : sx, vy = turn & 2 ? -sy : sy;
  const double x0 = turn & 1 ? image.width() : 0, y0 = turn & 2 ? image.height() : 0;
  const Affine m = transpose ? Affine{0, ux, x0, vy, 0, y0} : Affine{ux, 0, x0, 0, vy, y0};
  return sampleCrop(viewOf(image), m, transpose ? h : w, transpose ? w : h);
}

void binarise(Image& image) {
  for (std::size_t i = 0; i < image.byteCount(); ++i) image.data()[i] = image.data()[i] > 127 ? 255 : 0;
}

struct Window {
  int x = 0, y = 0, width = 0, height = 0;
};

/// The blob's rectangle with context, clipped to the crop.
Window windowAround(int x, int y, const Image& blob, const Image& picture) {
  const int x1 = std::max(x - contextPx, 0), y1 = std::max(y - contextPx, 0);
  const int x2 = std::min(x + blob.width() + contextPx, picture.width());
  const int y2 = std::min(y + blob.height() + contextPx, picture.height());
  return {x1, y1, x2 - x1, y2 - y1};
}

Image materialIn(const Image& picture, const Window& w) {
  Image out = cutOut(viewOf(picture), w.x, w.y, w.width, w.height);
  binarise(out);
  return out;
}

/// Values of pixels that are copper (or not), so that a changed pixel looks like the rest of its kind.
std::vector<uint8_t> palette(const Image& picture, bool bright) {
  std::vector<uint8_t> values;
  for (std::size_t i = 0; i < picture.byteCount(); i += 3)
    if ((picture.data()[i] > material) == bright) values.push_back(picture.data()[i]);
  if (values.empty()) values.push_back(bright ? 255 : 0);
  return values;
}

}  // namespace

Image randomBlob(double size, Random& random) {
  const int side = std::max(4, int(std::lround(size * 1.6)));
  Image blob(side, side, 1);
  const int64_t ellipses = random.between(2, 4);
  for (int64_t e = 0; e < ellipses; ++e) {
    const double cx = side / 2.0 + random.uniform(-0.2, 0.2) * size, cy = side / 2.0 + random.uniform(-0.2, 0.2) * size;
    const double a = size * random.uniform(0.2, 0.5), b = size * random.uniform(0.2, 0.5);
    const double angle = random.uniform(0, 3.14159265), c = std::cos(angle), s = std::sin(angle);
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        const double dx = x + 0.5 - cx, dy = y + 0.5 - cy;
        const double u = (dx * c + dy * s) / a, v = (dy * c - dx * s) / b;
        if (u * u + v * v <= 1) blob.row(y)[x] = 255;
      }
  }
  return blob;
}

DefectMaker::DefectMaker(std::vector<DefectPiece> pieces, std::optional<std::array<int, boardDefectCount>> classes,
                         int classCount, Patches patches)
    : byClass_(std::size_t(classCount)), boardClasses_(classes), patches_(patches) {
  for (DefectPiece& piece : pieces)
    if (!piece.mask.empty()) pieces_.push_back(std::move(piece));
  for (std::size_t i = 0; i < pieces_.size(); ++i) byClass_[std::size_t(pieces_[i].classIndex)].push_back(i);
  margins_ = typicalMargins(pieces_);
}

bool DefectMaker::addTo(CropPair& crop, Random& random) const {
  if (boardClasses_) return addBoardDefect(crop, random);
  if (!pieces_.empty()) return pasteCopy(crop, random);
  return patches_ != Patches::None && addPatch(crop, random);
}

Box DefectMaker::labelled(int x, int y, int width, int height) const {
  return {x - margins_[0], y - margins_[1], x + width + margins_[2], y + height + margins_[3]};
}

DefectMaker::Blob DefectMaker::pieceOfClass(int classIndex, Random& random) const {
  const auto& choices = byClass_[std::size_t(classIndex)];
  const DefectPiece& piece = pieces_[choices[std::size_t(random.below(int64_t(choices.size())))]];
  const int turn = int(random.below(8));
  const double scale = random.uniform(0.8, 1.25);
  Blob blob{turned(piece.mask, turn, scale), turned(piece.difference, turn, scale)};
  binarise(blob.mask);
  return blob;
}

bool DefectMaker::addBoardDefect(CropPair& crop, Random& random) const {
  const auto wanted = BoardDefect(random.below(boardDefectCount));
  const int classIndex = (*boardClasses_)[std::size_t(wanted)];
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const bool cut = !byClass_[std::size_t(classIndex)].empty() && random.chance(cutShare);
    const Image blob = cut ? pieceOfClass(classIndex, random).mask : randomBlob(random.uniform(smallestBlob, largestBlob), random);
    if (tryBoardDefect(crop, wanted, blob, random)) return true;
  }
  return false;
}

bool DefectMaker::tryBoardDefect(CropPair& crop, BoardDefect wanted, const Image& blob, Random& random) const {
  const int roomX = crop.test.width() - blob.width() - 2 * borderPx, roomY = crop.test.height() - blob.height() - 2 * borderPx;
  if (roomX <= 0 || roomY <= 0) return false;
  const bool adds = addsMaterial(wanted);
  const int x = borderPx + int(random.below(roomX)), y = borderPx + int(random.below(roomY));
  // The middle of the blob has to be what the defect changes; it costs nothing to look there first.
  if ((crop.test.row(y + blob.height() / 2)[x + blob.width() / 2] > material) == adds) return false;
  const Window w = windowAround(x, y, blob, crop.test);
  if (overlapsAny({double(w.x), double(w.y), double(w.x + w.width), double(w.y + w.height)}, crop.truths)) return false;
  const Image before = materialIn(crop.test, w);
  Image placed(w.width, w.height, 1);
  for (int row = 0; row < blob.height(); ++row)
    std::copy_n(blob.row(row), blob.width(), placed.row(y - w.y + row) + (x - w.x));
  if (classifyChange(before, placed, adds) != wanted) return false;

  const std::vector<uint8_t> values = palette(crop.test, adds);
  int x1 = crop.test.width(), y1 = crop.test.height(), x2 = 0, y2 = 0;
  for (int row = 0; row < w.height; ++row)
    for (int column = 0; column < w.width; ++column) {
      if (!placed.row(row)[column] || (before.row(row)[column] != 0) == adds) continue;
      crop.test.row(w.y + row)[w.x + column] = values[std::size_t(random.below(int64_t(values.size())))];
      x1 = std::min(x1, w.x + column), x2 = std::max(x2, w.x + column + 1);
      y1 = std::min(y1, w.y + row), y2 = std::max(y2, w.y + row + 1);
    }
  crop.truths.push_back({(*boardClasses_)[std::size_t(wanted)], labelled(x1, y1, x2 - x1, y2 - y1)});
  return true;
}

bool DefectMaker::pasteCopy(CropPair& crop, Random& random) const {
  std::vector<int> present;
  for (std::size_t c = 0; c < byClass_.size(); ++c)
    if (!byClass_[c].empty()) present.push_back(int(c));
  const int classIndex = present[std::size_t(random.below(int64_t(present.size())))];
  const Blob blob = pieceOfClass(classIndex, random);
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const int roomX = crop.test.width() - blob.mask.width(), roomY = crop.test.height() - blob.mask.height();
    if (roomX <= 0 || roomY <= 0) return false;
    const int x = int(random.below(roomX)), y = int(random.below(roomY));
    const Box box = labelled(x, y, blob.mask.width(), blob.mask.height());
    if (overlapsAny(box, crop.truths)) continue;
    for (int row = 0; row < blob.mask.height(); ++row)
      for (int column = 0; column < blob.mask.width(); ++column) {
        if (!blob.mask.row(row)[column]) continue;
        uint8_t& pixel = crop.test.row(y + row)[x + column];
        pixel = uint8_t(std::clamp(pixel + 2 * (int(blob.difference.row(row)[column]) - 128), 0, 255));
      }
    crop.truths.push_back({classIndex, box});
    return true;
  }
  return false;
}

bool DefectMaker::addPatch(CropPair& crop, Random& random) const {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const Image blob = randomBlob(random.uniform(smallestBlob, largestBlob), random);
    const double change = random.uniform(faintest, strongest) * (random.chance(0.5) ? 1 : -1);
    const int roomX = crop.test.width() - blob.width(), roomY = crop.test.height() - blob.height();
    if (roomX <= 0 || roomY <= 0) return false;
    const int x = int(random.below(roomX)), y = int(random.below(roomY));
    const Box box = labelled(x, y, blob.width(), blob.height());
    if (overlapsAny(box, crop.truths)) continue;
    int x1 = crop.test.width(), y1 = crop.test.height(), x2 = 0, y2 = 0;
    Image changed = cutOut(viewOf(crop.test), x, y, blob.width(), blob.height());
    for (int row = 0; row < blob.height(); ++row)
      for (int column = 0; column < blob.width(); ++column) {
        uint8_t& pixel = changed.row(row)[column];
        const int wanted = patches_ == Patches::Binary ? (change > 0 ? 255 : 0) : std::clamp(int(std::lround(pixel + change)), 0, 255);
        if (!blob.row(row)[column] || std::abs(wanted - pixel) < faintest) continue;
        pixel = uint8_t(wanted);
        x1 = std::min(x1, x + column), x2 = std::max(x2, x + column + 1);
        y1 = std::min(y1, y + row), y2 = std::max(y2, y + row + 1);
      }
    if (x2 - x1 < smallestPatch || y2 - y1 < smallestPatch) continue;   // black cannot become darker
    for (int row = 0; row < blob.height(); ++row) std::copy_n(changed.row(row), blob.width(), crop.test.row(y + row) + x);
    crop.truths.push_back({0, labelled(x1, y1, x2 - x1, y2 - y1)});
    return true;
  }
  return false;
}

}  // namespace assay::detector
