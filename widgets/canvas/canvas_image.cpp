// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas_image.h"

#include <algorithm>
#include <cstring>

namespace assay {
namespace {

constexpr int smallestLevel = 256;
// Above this size the full picture stays in its own format: 4 bytes a pixel would double its memory.
constexpr qint64 expandedPixels = 32 << 20;

/// The raster engine draws 32-bit pixels fastest.
QImage forDrawing(const QImage& image) {
  return image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
}

QImage::Format formatOf(int channels) {
  if (channels == 1) return QImage::Format_Grayscale8;
  return channels == 3 ? QImage::Format_RGB888 : QImage::Format_RGBA8888;
}

}  // namespace

CanvasImage CanvasImage::flat(const QImage& image) {
  CanvasImage result;
  if (!image.isNull()) result.levels_.push_back(image);
  return result;
}

CanvasImage CanvasImage::withLevels(const QImage& image) {
  CanvasImage result;
  if (image.isNull()) return result;
  const bool isHuge = qint64(image.width()) * image.height() > expandedPixels;
  result.levels_.push_back(isHuge ? image : forDrawing(image));
  while (std::max(result.levels_.back().width(), result.levels_.back().height()) > smallestLevel) {
    const QImage& last = result.levels_.back();
    const QSize half(std::max(1, last.width() / 2), std::max(1, last.height() / 2));
    result.levels_.push_back(forDrawing(last.scaled(half, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)));
  }
  return result;
}

const QImage& CanvasImage::levelFor(double scale) const {
  std::size_t level = 0;
  while (level + 1 < levels_.size() && levels_[level + 1].width() >= scale * levels_[0].width()) ++level;
  return levels_[level];
}

DisplayRange autoRange(const Image& image) {
  std::vector<qint64> histogram(65536, 0);
  const int samples = image.width() * image.channels();
  // Every fourth row of large pictures says as much about the range.
  const int step = image.height() > 1024 ? 4 : 1;
  qint64 total = 0;
  for (int y = 0; y < image.height(); y += step, total += samples)
    for (int x = 0; x < samples; ++x) ++histogram[image.row16(y)[x]];
  const qint64 tail = total / 1000;
  DisplayRange range;
  qint64 below = 0, above = 0;
  while (range.black < 65535 && (below += histogram[std::size_t(range.black)]) <= tail) ++range.black;
  while (range.white > 0 && (above += histogram[std::size_t(range.white)]) <= tail) --range.white;
  if (range.white <= range.black) range = {range.black, std::min(65535, range.black + 1)};
  return range;
}

QImage displayImage(const Image& image) {
  if (image.empty()) return {};
  QImage result(image.width(), image.height(), formatOf(image.channels()));
  if (result.isNull()) return result;   // out of memory: the caller shows "cannot be shown"
  const int samples = image.width() * image.channels();
  if (image.bitDepth() == 8) {
    for (int y = 0; y < image.height(); ++y) std::memcpy(result.scanLine(y), image.row(y), std::size_t(samples));
    return result;
  }
  const DisplayRange range = autoRange(image);
  std::vector<uchar> table(65536);
  for (int v = 0; v < 65536; ++v)
    table[std::size_t(v)] = uchar(std::clamp((v - range.black) * 255 / (range.white - range.black), 0, 255));
  for (int y = 0; y < image.height(); ++y) {
    uchar* out = result.scanLine(y);
    const uint16_t* in = image.row16(y);
    for (int x = 0; x < samples; ++x) out[x] = table[in[x]];
    if (image.channels() == 4)
      for (int x = 3; x < samples; x += 4) out[x] = uchar(in[x] >> 8);   // opacity is no brightness
  }
  return result;
}

}  // namespace assay
