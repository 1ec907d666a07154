// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "widgets/canvas/canvas_shape.h"
#include "widgets/canvas/canvas_view.h"

namespace assay {

enum class ShapeEmphasis { Plain, Hovered, Selected };

/// One box with its tag. Line widths are those of the screen at any zoom.
void paintShape(QPainter& painter, const CanvasShape& shape, const CanvasView& view, ShapeEmphasis emphasis);

/// The eight squares by which the selected box is held.
void paintHandles(QPainter& painter, const QRectF& paneBox, const QColor& colour);

/// A caption on a plate of `colour`, its lower left corner at `corner`; kept inside `area`.
void paintTag(QPainter& painter, const QPointF& corner, const QString& text, const QColor& colour, const QRectF& area);

}  // namespace assay
