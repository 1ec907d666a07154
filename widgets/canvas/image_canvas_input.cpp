// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse and keys of ImageCanvas.
#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include "widgets/canvas/box_drag.h"
#include "widgets/canvas/image_canvas.h"

namespace assay {
namespace {

constexpr double dividerReach = 6;
constexpr double panStep = 64;      // screen pixels a press of Ctrl+arrow
constexpr int wheelNotch = 120;     // eighths of a degree: Qt's unit for one notch

QPointF directionOf(int key) {
  switch (key) {
    case Qt::Key_Left: return {-1, 0};
    case Qt::Key_Right: return {1, 0};
    case Qt::Key_Up: return {0, -1};
    case Qt::Key_Down: return {0, 1};
    default: return {};
  }
}

}  // namespace

// Mouse --------------------------------------------------------------------------------------------

bool ImageCanvas::isOverDivider(const QPointF& widget) const {
  return compare_ == Compare::Swipe && hasReference() && std::abs(widget.x() - width() * divider_) <= dividerReach;
}

qint64 ImageCanvas::shapeAt(const QPointF& imagePoint) const {
  // The smallest of those under the hand, so that a box within a box can be reached.
  const double slack = 3 / view_.scale;
  const CanvasShape* best = nullptr;
  for (const CanvasShape& shape : shapes_) {
    if (!shape.id || !shape.box.adjusted(-slack, -slack, slack, slack).contains(imagePoint)) continue;
    if (!best || shape.box.width() * shape.box.height() <= best->box.width() * best->box.height()) best = &shape;
  }
  return best ? best->id : 0;
}

unsigned ImageCanvas::gripUnder(const QPointF& widget) const {
  if (!canResize(selected_)) return GripNone;
  const QPointF at = widget - paneUnder(widget).topLeft();
  return gripAt(view_.toPane(findShape(selected_)->box), at);
}

void ImageCanvas::mousePressEvent(QMouseEvent* event) {
  if (!hasImage() || drag_ != Drag::None) return;
  commitNudge();
  lastMouse_ = event->position();
  mouseInside_ = true;
  pane_ = paneUnder(event->position());
  if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && spaceHeld_))
    return beginDrag(Drag::Pan, event->position());
  if (event->button() == Qt::RightButton) return selectShape(shapeAt(imageAt(event->position())));
  if (event->button() != Qt::LeftButton) return;
  if (isOverDivider(event->position())) return beginDrag(Drag::Divider, event->position());
  beginEdit(event->position(), event->modifiers());
}

void ImageCanvas::beginEdit(const QPointF& at, Qt::KeyboardModifiers modifiers) {
  const qint64 under = shapeAt(imageAt(at));
  unsigned grip = gripUnder(at);
  // A smaller box inside the selected one is what was meant, unless an edge is held.
  if (grip == GripBody && under != selected_ && tool_ == Tool::Select) grip = GripNone;
  const bool drawsNew = tool_ == Tool::Box && !readOnly_ && !(modifiers & Qt::ControlModifier);
  if (grip == GripNone && drawsNew) {
    selectShape(0);
    previewBox_ = {};
    return beginDrag(Drag::Draw, at);
  }
  if (grip == GripNone) {
    selectShape(under);
    if (!under) return beginDrag(Drag::Pan, at);
    if (!canResize(under)) return;
    grip = GripBody;
  }
  grip_ = grip;
  startBox_ = previewBox_ = findShape(selected_)->box;
  beginDrag(Drag::Shape, at);
}

void ImageCanvas::beginDrag(Drag drag, const QPointF& at) {
  drag_ = drag;
  pressed_ = at;
  updateCursor(at);
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event) {
  mouseInside_ = true;
  const QPointF before = lastMouse_;
  lastMouse_ = event->position();
  if (drag_ == Drag::None) {
    hover(lastMouse_);
  } else if (drag_ == Drag::Pan) {
    view_.origin += lastMouse_ - before;
    viewChanged(true);
  } else {
    continueDrag(lastMouse_);
  }
  if (hasImage()) Q_EMIT cursorMoved(toImage(lastMouse_));
  update();
}

void ImageCanvas::continueDrag(const QPointF& at) {
  if (drag_ == Drag::Divider) divider_ = std::clamp(at.x() / width(), 0.0, 1.0);
  if (drag_ == Drag::Draw) previewBox_ = spanned(imageAt(pressed_), imageAt(at), imageSize());
  if (drag_ == Drag::Shape) previewBox_ = moved(startBox_, grip_, (at - pressed_) / view_.scale, imageSize());
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event) {
  if (drag_ == Drag::None) return;
  if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return;
  lastMouse_ = event->position();
  continueDrag(lastMouse_);
  endDrag();
}

void ImageCanvas::endDrag() {
  const Drag ended = std::exchange(drag_, Drag::None);
  const QRectF box = previewBox_;
  updateCursor(lastMouse_);
  update();
  if (ended == Drag::Draw && !box.isEmpty()) Q_EMIT boxDrawn(box);
  if (ended == Drag::Shape && box != startBox_) Q_EMIT boxChanged(selected_, box);
}

void ImageCanvas::cancelDrag() {
  drag_ = Drag::None;
  nudging_ = false;
  updateCursor(lastMouse_);
  update();
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  const qint64 under = hasImage() ? shapeAt(toImage(event->position())) : 0;
  if (under) Q_EMIT shapeActivated(under);
  else mousePressEvent(event);
}

void ImageCanvas::wheelEvent(QWheelEvent* event) {
  if (!hasImage()) return event->ignore();
  const QPointF turned = event->angleDelta();
  if (event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)) {
    // Some platforms turn Shift+wheel into a horizontal delta themselves.
    const double amount = turned.y() != 0 ? turned.y() : turned.x();
    view_.origin += event->modifiers() & Qt::ShiftModifier ? QPointF(amount, 0) : QPointF(0, amount);
  } else if (turned.y() != 0) {
    const QPointF at = event->position() - paneUnder(event->position()).topLeft();
    view_.zoomAround(at, view_.scale * std::pow(1.25, turned.y() / wheelNotch));
  }
  viewChanged(true);
  event->accept();
}

void ImageCanvas::hover(const QPointF& at) {
  hovered_ = hasImage() ? shapeAt(toImage(at)) : 0;
  updateCursor(at);
}

void ImageCanvas::updateCursor(const QPointF& at) {
  if (drag_ == Drag::Pan) return setCursor(Qt::ClosedHandCursor);
  if (spaceHeld_) return setCursor(Qt::OpenHandCursor);
  if (drag_ == Drag::Divider || isOverDivider(at)) return setCursor(Qt::SplitHCursor);
  if (drag_ == Drag::Shape) return setCursor(cursorFor(grip_));
  const unsigned grip = drag_ == Drag::Draw ? unsigned(GripNone) : gripUnder(at);
  if (grip != GripNone) return setCursor(cursorFor(grip));
  if (tool_ == Tool::Box && !readOnly_) return setCursor(Qt::CrossCursor);
  setCursor(hovered_ ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void ImageCanvas::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  mouseInside_ = false;
  hovered_ = 0;
  update();
}

// Keys ---------------------------------------------------------------------------------------------

void ImageCanvas::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
  if (key == Qt::Key_Escape && (drag_ != Drag::None || nudging_)) return cancelDrag();
  if (key == Qt::Key_Escape && selected_) return selectShape(0);
  if (key == Qt::Key_Space && !event->isAutoRepeat()) {
    spaceHeld_ = true;
    return updateCursor(lastMouse_);
  }
  if (modifiers == Qt::ControlModifier && panByKey(key)) return;
  if (nudge(key, modifiers)) return;
  if (key == Qt::Key_Delete && canEdit(selected_)) return deleteSelected();
  if (key == Qt::Key_Plus || key == Qt::Key_Equal) return zoomIn();
  if (key == Qt::Key_Minus) return zoomOut();
  QWidget::keyPressEvent(event);
}

bool ImageCanvas::panByKey(int key) {
  const QPointF direction = directionOf(key);
  if (direction.isNull() || !hasImage()) return false;
  view_.origin -= direction * panStep;
  viewChanged(true);
  return true;
}

bool ImageCanvas::nudge(int key, Qt::KeyboardModifiers modifiers) {
  const QPointF direction = directionOf(key);
  if (direction.isNull() || drag_ != Drag::None || !canResize(selected_)) return false;
  if (modifiers & ~(Qt::ShiftModifier | Qt::AltModifier)) return false;
  if (!nudging_) startBox_ = previewBox_ = findShape(selected_)->box;
  nudging_ = true;
  const double pixels = modifiers & Qt::ShiftModifier ? 10 : 1;
  const unsigned grip = modifiers & Qt::AltModifier ? unsigned(GripRight | GripBottom) : unsigned(GripBody);
  previewBox_ = moved(previewBox_, grip, direction * pixels, imageSize());
  update();
  return true;
}

/// A held arrow key is one change, written when it is let go: one step of undo.
void ImageCanvas::commitNudge() {
  if (!std::exchange(nudging_, false)) return;
  const QRectF box = previewBox_;
  update();
  if (box != startBox_) Q_EMIT boxChanged(selected_, box);
}

void ImageCanvas::keyReleaseEvent(QKeyEvent* event) {
  if (event->isAutoRepeat()) return;
  if (event->key() == Qt::Key_Space) {
    spaceHeld_ = false;
    return updateCursor(lastMouse_);
  }
  if (!directionOf(event->key()).isNull() && nudging_) return commitNudge();
  QWidget::keyReleaseEvent(event);
}

void ImageCanvas::focusOutEvent(QFocusEvent* event) {
  commitNudge();
  spaceHeld_ = false;
  QWidget::focusOutEvent(event);
  update();
}

bool ImageCanvas::focusNextPrevChild(bool next) {
  const bool hasAny = std::any_of(shapes_.begin(), shapes_.end(), [](const CanvasShape& s) { return s.id != 0; });
  if (!hasAny) return QWidget::focusNextPrevChild(next);
  step(next ? 1 : -1);
  return true;
}

}  // namespace assay
