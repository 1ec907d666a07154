// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/box_drag.h"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

constexpr qreal reach = 6;        // how far from an edge the hand still holds it, screen pixels
constexpr qreal smallestDrawn = 2;

}  // namespace

unsigned gripAt(const QRectF& box, const QPointF& at) {
  if (!box.adjusted(-reach, -reach, reach, reach).contains(at)) return GripNone;
  // In a box that is small on the screen the edges leave a third of it to the body.
  const qreal inX = std::min(reach, box.width() / 3), inY = std::min(reach, box.height() / 3);
  unsigned grip = GripNone;
  const auto held = [](qreal position, qreal edge, qreal inside, qreal sign) {
    const qreal inward = (position - edge) * sign;
    return inward >= -reach && inward <= inside;
  };
  if (held(at.x(), box.left(), inX, 1)) grip |= GripLeft;
  else if (held(at.x(), box.right(), inX, -1)) grip |= GripRight;
  if (held(at.y(), box.top(), inY, 1)) grip |= GripTop;
  else if (held(at.y(), box.bottom(), inY, -1)) grip |= GripBottom;
  return grip ? grip : unsigned(GripBody);
}

QRectF moved(const QRectF& box, unsigned grip, const QPointF& delta, const QSizeF& image) {
  qreal x1 = box.left(), y1 = box.top(), x2 = box.right(), y2 = box.bottom();
  const qreal dx = std::round(delta.x()), dy = std::round(delta.y());
  if (grip == GripBody) {
    const qreal x = std::clamp(dx, std::min(-x1, 0.0), std::max(image.width() - x2, 0.0));
    const qreal y = std::clamp(dy, std::min(-y1, 0.0), std::max(image.height() - y2, 0.0));
    return box.translated(x, y);
  }
  if (grip & GripLeft) x1 = std::clamp(std::round(x1 + dx), 0.0, std::max(0.0, x2 - smallestBox));
  if (grip & GripRight) x2 = std::max(x1 + smallestBox, std::min(std::round(x2 + dx), image.width()));
  if (grip & GripTop) y1 = std::clamp(std::round(y1 + dy), 0.0, std::max(0.0, y2 - smallestBox));
  if (grip & GripBottom) y2 = std::max(y1 + smallestBox, std::min(std::round(y2 + dy), image.height()));
  return {QPointF(x1, y1), QPointF(x2, y2)};
}

QRectF spanned(const QPointF& from, const QPointF& to, const QSizeF& image) {
  const auto onPixel = [](qreal value, qreal limit) { return std::clamp(std::round(value), 0.0, limit); };
  const qreal xa = onPixel(from.x(), image.width()), xb = onPixel(to.x(), image.width());
  const qreal ya = onPixel(from.y(), image.height()), yb = onPixel(to.y(), image.height());
  const QRectF box(QPointF(std::min(xa, xb), std::min(ya, yb)), QPointF(std::max(xa, xb), std::max(ya, yb)));
  return box.width() < smallestDrawn || box.height() < smallestDrawn ? QRectF() : box;
}

Qt::CursorShape cursorFor(unsigned grip) {
  switch (grip) {
    case GripNone: return Qt::ArrowCursor;
    case GripBody: return Qt::SizeAllCursor;
    case GripLeft: case GripRight: return Qt::SizeHorCursor;
    case GripTop: case GripBottom: return Qt::SizeVerCursor;
    case GripLeft | GripTop: case GripRight | GripBottom: return Qt::SizeFDiagCursor;
    default: return Qt::SizeBDiagCursor;
  }
}

}  // namespace assay
