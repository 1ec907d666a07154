// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QImage>

#include "core/imaging/image.h"

namespace assay {

/// A picture with copies of half, a quarter, ... of its size, so that drawing costs the pixels of the
/// screen and not those of the picture. Copies share the pixels. Building it belongs on a worker thread.
class CanvasImage {
 public:
  CanvasImage() = default;
  /// All levels down to 256 pixels: about 1 ms a megapixel.
  static CanvasImage withLevels(const QImage& image);
  /// The picture alone: free of cost, slower to draw small.
  static CanvasImage flat(const QImage& image);

  bool isNull() const { return levels_.empty(); }
  QSize size() const { return isNull() ? QSize() : levels_.front().size(); }
  int levelCount() const { return int(levels_.size()); }
  /// The smallest level that still has at least a pixel for each one drawn at `scale`.
  const QImage& levelFor(double scale) const;
  const QImage& full() const { return levels_.front(); }

 private:
  std::vector<QImage> levels_;
};

/// For the screen: 8 bit as it is; of 16 bit the range that holds all but the darkest and lightest
/// 0.1 % of the pixels, because 12-bit cameras leave most of the 16 bits empty.
QImage displayImage(const Image& image);

/// The range used by displayImage for 16 bit: values shown as black and white.
struct DisplayRange { int black = 0, white = 65535; };
DisplayRange autoRange(const Image& image);

}  // namespace assay
