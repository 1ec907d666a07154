// SPDX-License-Identifier: GPL-3.0-or-later
// The geometry of taking hold of a box. No state, no painting: what the mouse and the arrow keys share.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <Qt>

namespace assay {

/// Bits: which edges follow the hand. All four together move the box.
enum Grip : unsigned { GripNone = 0, GripLeft = 1, GripTop = 2, GripRight = 4, GripBottom = 8, GripBody = 15 };

inline constexpr qreal handleSize = 8;   ///< side of a handle on the screen, pixels
inline constexpr qreal smallestBox = 1;  ///< side of the smallest box, image pixels

/// The part of `box` (on the screen) under `at`: corners first, then edges, then the body.
unsigned gripAt(const QRectF& box, const QPointF& at);

/// `box` with the held edges moved by `delta` (image pixels), edges on whole pixels, inside the image.
/// Edges that would cross stop one pixel apart; a moved box keeps its size.
QRectF moved(const QRectF& box, unsigned grip, const QPointF& delta, const QSizeF& image);

/// The box between two corners, on whole pixels, inside the image; empty when it is under 2 x 2 pixels,
/// which is a click and no box.
QRectF spanned(const QPointF& from, const QPointF& to, const QSizeF& image);

Qt::CursorShape cursorFor(unsigned grip);

}  // namespace assay
