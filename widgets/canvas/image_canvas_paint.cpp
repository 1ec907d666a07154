// SPDX-License-Identifier: GPL-3.0-or-later
// The painting half of ImageCanvas.
#include <algorithm>
#include <cmath>

#include <QPainter>

#include "widgets/canvas/box_drag.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/canvas/shape_painter.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr double smoothBelow = 2;     // above it pixels are what a person wants to see
constexpr double gridFrom = 16;

QColor translucent(QColor colour, float alpha) {
  colour.setAlphaF(alpha);
  return colour;
}

}  // namespace

void ImageCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), Theme::instance().tokens().canvas);
  if (!hasImage()) {
    painter.setPen(translucent(Qt::white, 0.72f));
    painter.setFont(Theme::instance().bodyFont());
    painter.drawText(rect().adjusted(metrics::space5, 0, -metrics::space5, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     message_);
    return;
  }
  const bool blinksReference = compare_ == Compare::Blink && showsReference_ && hasReference();
  paintPane(painter, mainPane(), blinksReference ? reference_ : image_, true);
  if (hasReference() && compare_ != Compare::Off) paintComparison(painter);
  if (hasFocus() && !isReadOnly()) {
    painter.setPen(Theme::instance().tokens().accent);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void ImageCanvas::paintPane(QPainter& painter, const QRectF& pane, const CanvasImage& image, bool withShapes) {
  painter.save();
  painter.setClipRect(pane);
  painter.translate(pane.topLeft());
  paintPicture(painter, pane, image);
  if (withShapes) paintShapes(painter);
  paintGuides(painter, pane);
  painter.restore();
}

void ImageCanvas::paintPicture(QPainter& painter, const QRectF& pane, const CanvasImage& image) {
  // A reference of another size is laid over the same place: it shows the same thing.
  const QRectF whole(QPointF(), imageSize());
  const QRectF shown = view_.toImage(QRectF(QPointF(), pane.size())).intersected(whole);
  if (shown.isEmpty()) return;
  const double device = devicePixelRatioF();
  const QImage& level = image.levelFor(view_.scale * device * imageSize().width() / image.size().width());
  const double sx = level.width() / whole.width(), sy = level.height() / whole.height();
  // Whole pixels of the level, one more on each side, so that a part of the picture is scaled as all of it.
  const QRectF wanted(shown.x() * sx, shown.y() * sy, shown.width() * sx, shown.height() * sy);
  const QRect source = wanted.toAlignedRect().adjusted(-1, -1, 1, 1).intersected(level.rect());
  const QRectF target(view_.toPane(QRectF(source.x() / sx, source.y() / sy, source.width() / sx, source.height() / sy)));
  painter.setRenderHint(QPainter::SmoothPixmapTransform, view_.scale * device <= smoothBelow);
  painter.drawImage(target, level, source);
  if (view_.scale >= gridFrom) paintPixelGrid(painter, shown);
}

void ImageCanvas::paintPixelGrid(QPainter& painter, const QRectF& shown) {
  painter.setPen(QPen(translucent(Qt::gray, 0.35f), 0));
  const QRectF area = view_.toPane(shown);
  for (int x = int(std::ceil(shown.left())); x <= int(shown.right()); ++x) {
    const double at = view_.toPane(QPointF(x, 0)).x();
    painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
  }
  for (int y = int(std::ceil(shown.top())); y <= int(shown.bottom()); ++y) {
    const double at = view_.toPane(QPointF(0, y)).y();
    painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at));
  }
}

QRectF ImageCanvas::shownBox(const CanvasShape& shape) const {
  const bool isHeld = shape.id == selected_ && (drag_ == Drag::Shape || nudging_);
  return isHeld ? previewBox_ : shape.box;
}

void ImageCanvas::paintShapes(QPainter& painter) {
  const CanvasShape* selected = nullptr;
  for (const CanvasShape& shape : shapes_) {
    if (shape.id && shape.id == selected_) selected = &shape;
    else paintShape(painter, shape, view_, shape.id && shape.id == hovered_ ? ShapeEmphasis::Hovered : ShapeEmphasis::Plain);
  }
  if (selected) {   // last: nothing may hide what is held
    CanvasShape held = *selected;
    held.box = shownBox(*selected);
    paintShape(painter, held, view_, ShapeEmphasis::Selected);
    if (canResize(held.id)) paintHandles(painter, view_.toPane(held.box), held.colour);
  }
  if (drag_ == Drag::Draw && !previewBox_.isEmpty()) {
    const CanvasShape drawn{0, previewBox_, drawColour_,
                            tr("%1 × %2 px").arg(int(previewBox_.width())).arg(int(previewBox_.height())), -1,
                            ShapeStyle::Label, false};
    paintShape(painter, drawn, view_, ShapeEmphasis::Selected);
  }
}

void ImageCanvas::paintGuides(QPainter& painter, const QRectF& pane) {
  if (!mouseInside_ || drag_ == Drag::Pan || drag_ == Drag::Divider) return;
  const bool isDrawing = tool_ == Tool::Box && !readOnly_;
  const bool isLinked = compare_ == Compare::SideBySide && hasReference();
  if (!isDrawing && !isLinked) return;
  const QPointF at = lastMouse_ - (drag_ == Drag::None ? paneUnder(lastMouse_) : pane_).topLeft();
  if (!QRectF(QPointF(), pane.size()).contains(at)) return;
  for (const QPen& pen : {QPen(translucent(Qt::black, 0.5f), 3), QPen(translucent(Qt::white, 0.85f), 1)}) {
    painter.setPen(pen);
    if (isDrawing) {
      painter.drawLine(QPointF(0, at.y()), QPointF(pane.width(), at.y()));
      painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), pane.height()));
    } else {   // the same place in the other picture
      painter.drawLine(at - QPointF(metrics::space2, 0), at + QPointF(metrics::space2, 0));
      painter.drawLine(at - QPointF(0, metrics::space2), at + QPointF(0, metrics::space2));
    }
  }
}

void ImageCanvas::paintComparison(QPainter& painter) {
  const Tokens& tokens = Theme::instance().tokens();
  const auto caption = [&](const QRectF& pane, const QString& text) {
    const QPointF corner = pane.topLeft() + QPointF(metrics::space2, metrics::space2 + metrics::row);
    paintTag(painter, corner, text, translucent(Qt::black, 0.7f), pane);
  };
  if (compare_ == Compare::SideBySide) {
    paintPane(painter, referencePane(), reference_, false);
    const QRectF gap(referencePane().right(), 0, mainPane().left() - referencePane().right(), height());
    painter.fillRect(gap, tokens.accent);
    caption(referencePane(), tr("Reference"));
    caption(mainPane(), tr("Test"));
  } else if (compare_ == Compare::Swipe) {
    const double x = std::round(width() * divider_);
    const QRectF left(0, 0, x, height());
    painter.save();
    painter.setClipRect(left);
    painter.fillRect(left, tokens.canvas);
    paintPicture(painter, mainPane(), reference_);
    painter.restore();
    painter.fillRect(QRectF(x - 1, 0, 2, height()), tokens.accent);
    const QRectF knob(x - metrics::space2, height() / 2.0 - metrics::space3, 2 * metrics::space2, 2 * metrics::space3);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accent);
    painter.drawRoundedRect(knob, metrics::radius, metrics::radius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    caption(left, tr("Reference"));
    caption(QRectF(x, 0, width() - x, height()), tr("Test"));
  } else {
    caption(mainPane(), showsReference_ ? tr("Reference") : tr("Test"));
  }
}

}  // namespace assay
