// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/shape_painter.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

#include "widgets/canvas/box_drag.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

// A box narrower than this on the screen hides under its own tag: it is shown when the box is pointed at.
constexpr qreal narrowestTagged = 28;

struct Stroke {
  qreal width;
  Qt::PenStyle pen;
};

Stroke strokeOf(ShapeStyle style) {
  switch (style) {
    case ShapeStyle::Label: return {1.5, Qt::SolidLine};
    case ShapeStyle::Prediction: return {1.5, Qt::DashLine};
    case ShapeStyle::Truth: return {1, Qt::SolidLine};
    case ShapeStyle::Found: return {1.5, Qt::SolidLine};
    case ShapeStyle::Missed: return {2.5, Qt::SolidLine};
    case ShapeStyle::FalseBox: return {2, Qt::DotLine};
  }
  return {1.5, Qt::SolidLine};
}

/// Black or white, whichever reads better on the plate (WCAG relative luminance, crossing at 0.18).
QColor inkOn(const QColor& plate) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  const double luminance =
      0.2126 * linear(plate.redF()) + 0.7152 * linear(plate.greenF()) + 0.0722 * linear(plate.blueF());
  return luminance > 0.18 ? Qt::black : Qt::white;
}

QString tagOf(const CanvasShape& shape) {
  if (shape.score < 0) return shape.label;
  const QString percent = QLocale().toString(shape.score * 100, 'f', 0) + QLocale().percent();
  return shape.label.isEmpty() ? percent : shape.label + QLatin1Char(' ') + percent;
}

void paintArea(QPainter& painter, const ShapeArea& area, const CanvasView& view, ShapeEmphasis emphasis) {
  painter.save();
  painter.setOpacity(emphasis == ShapeEmphasis::Plain ? 0.5 : 0.65);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);   // it ends where its pixels end
  painter.drawImage(view.toPane(area.place), area.cover);
  painter.restore();
}

}  // namespace

void paintShape(QPainter& painter, const CanvasShape& shape, const CanvasView& view, ShapeEmphasis emphasis) {
  const QRectF box = view.toPane(shape.box);
  if (!shape.area.cover.isNull()) paintArea(painter, shape.area, view, emphasis);
  Stroke stroke = strokeOf(shape.style);
  if (emphasis != ShapeEmphasis::Plain) stroke.width += 0.5;
  painter.setBrush(Qt::NoBrush);
  // A dark seam on both sides of the line: class colours stay visible on a picture of the same colour.
  QColor seam(Qt::black);
  seam.setAlphaF(0.45f);
  painter.setPen(QPen(seam, stroke.width + 2));
  painter.drawRect(box);
  QPen pen(shape.colour, stroke.width, stroke.pen, Qt::FlatCap, Qt::MiterJoin);
  if (stroke.pen == Qt::DashLine) pen.setDashPattern({5, 3});
  painter.setPen(pen);
  if (emphasis == ShapeEmphasis::Selected && shape.area.cover.isNull()) {
    QColor wash = shape.colour;
    wash.setAlphaF(0.14f);
    painter.setBrush(wash);
  }
  painter.drawRect(box);
  painter.setBrush(Qt::NoBrush);
  const QString tag = tagOf(shape);
  if (!tag.isEmpty() && (emphasis != ShapeEmphasis::Plain || box.width() >= narrowestTagged))
    paintTag(painter, box.topLeft() - QPointF(stroke.width / 2, stroke.width / 2 + 1), tag, shape.colour,
             painter.clipBoundingRect());
}

void paintHandles(QPainter& painter, const QRectF& box, const QColor& colour) {
  painter.setPen(QPen(colour, 1.5));
  painter.setBrush(Qt::white);
  // A box that is small on the screen shows its corners alone: eight squares would cover it.
  const bool isSmall = std::min(box.width(), box.height()) < 3 * handleSize;
  for (int ix = 0; ix < 3; ++ix)
    for (int iy = 0; iy < 3; ++iy) {
      const bool isCorner = ix != 1 && iy != 1;
      if ((ix == 1 && iy == 1) || (isSmall && !isCorner)) continue;
      const QPointF at(box.left() + box.width() * ix / 2, box.top() + box.height() * iy / 2);
      painter.drawRect(QRectF(at.x() - handleSize / 2, at.y() - handleSize / 2, handleSize, handleSize));
    }
}

void paintTag(QPainter& painter, const QPointF& corner, const QString& text, const QColor& colour,
              const QRectF& area) {
  painter.setFont(Theme::instance().captionFont());
  const QFontMetricsF font(painter.font());
  QRectF plate(0, 0, font.horizontalAdvance(text) + 2 * metrics::space1, font.height() + 2);
  plate.moveBottomLeft(corner);
  if (!area.isEmpty()) {
    // Above the picture's edge there is no room: then the tag hangs inside the box.
    if (plate.top() < area.top()) plate.moveTop(corner.y() + 1);
    if (plate.right() > area.right()) plate.moveRight(area.right());
    if (plate.left() < area.left()) plate.moveLeft(area.left());
  }
  painter.fillRect(plate, colour);
  painter.setPen(inkOn(colour));
  painter.drawText(plate, Qt::AlignCenter, text);
}

}  // namespace assay
