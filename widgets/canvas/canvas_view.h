// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include <QPointF>
#include <QRectF>

namespace assay {

/// How image pixels lie on a pane of the canvas: pane = origin + image * scale.
struct CanvasView {
  static constexpr double smallestScale = 1.0 / 64, largestScale = 64;

  double scale = 1;
  QPointF origin;

  QPointF toPane(const QPointF& image) const { return origin + image * scale; }
  QPointF toImage(const QPointF& pane) const { return (pane - origin) / scale; }
  QRectF toPane(const QRectF& image) const { return {toPane(image.topLeft()), image.size() * scale}; }
  QRectF toImage(const QRectF& pane) const { return {toImage(pane.topLeft()), pane.size() / scale}; }

  /// Keeps the image point under `pane` where it is.
  void zoomAround(const QPointF& pane, double newScale) {
    const QPointF held = toImage(pane);
    scale = std::clamp(newScale, smallestScale, largestScale);
    origin = pane - held * scale;
  }

  /// The whole image, with a margin, never larger than `maxScale`.
  void fit(const QSizeF& image, const QSizeF& pane, double margin, double maxScale) {
    if (image.isEmpty()) return;
    const double room = std::min((pane.width() - 2 * margin) / image.width(),
                                 (pane.height() - 2 * margin) / image.height());
    scale = std::clamp(std::min(room, maxScale), smallestScale, largestScale);
    centre(QRectF(QPointF(), image), pane);
  }

  void centre(const QRectF& image, const QSizeF& pane) {
    origin = QPointF(pane.width() / 2, pane.height() / 2) - image.center() * scale;
  }

  /// At least a strip of the image stays in sight, so that it cannot be lost.
  void keepInSight(const QSizeF& image, const QSizeF& pane, double strip) {
    const auto limited = [&](double at, double length, double room) {
      const double shown = std::min(strip, length);
      return std::clamp(at, shown - length, std::max(shown - length, room - shown));
    };
    origin = {limited(origin.x(), image.width() * scale, pane.width()),
              limited(origin.y(), image.height() * scale, pane.height())};
  }
};

}  // namespace assay
