// SPDX-License-Identifier: GPL-3.0-or-later
// Hands on a GraphView.
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include "widgets/graph/graph_view.h"

namespace assay {

namespace {
constexpr double keyZoom = 1.25, keyPan = 60, wheelZoom = 1.18;
constexpr double clickSlack = 4;   // pixels that an unsteady hand moves between press and release
}  // namespace

void GraphView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return event->ignore();
  pressed_ = last_ = event->position();
  hasMoved_ = false;
  if (dragged_) drawing_.layout().release(*dragged_);   // a second button
  dragged_ = event->button() == Qt::LeftButton ? nodeAt(pressed_) : std::nullopt;
  event->accept();
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
  if (!event->buttons()) return setHovered(nodeAt(event->position()));
  const QPointF by = event->position() - last_;
  if (!hasMoved_ && (event->position() - pressed_).manhattanLength() < clickSlack) return;
  hasMoved_ = true;
  last_ = event->position();
  isFollowing_ = false;
  if (!dragged_) {
    centre_ -= by / scale_;
    return update();
  }
  change([&](GraphDrawing& drawing) {
    drawing.layout().hold(*dragged_, toPlace(event->position()));
    drawing.layout().warm(0.3);
  });
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
  const std::optional<int> dragged = std::exchange(dragged_, std::nullopt);
  if (dragged && hasMoved_) drawing_.layout().release(*dragged);
  if (!hasMoved_ && event->button() == Qt::LeftButton) choose(dragged ? dragged : nodeAt(event->position()));   // it may have moved on by itself
  event->accept();
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
  hasMoved_ = true;   // what the page does now is no place for the release that follows to choose
  if (const auto node = nodeAt(event->position())) Q_EMIT expandRequested(*node);
  event->accept();
}

void GraphView::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / 120.0;
  if (notches == 0) return event->ignore();
  zoom(std::pow(wheelZoom, notches), event->position());
  event->accept();
}

void GraphView::leaveEvent(QEvent*) { setHovered({}); }

/// The nearest node within 45 degrees of that way.
void GraphView::chooseTowards(QPointF direction) {
  const int count = int(drawing_.nodes().size());
  if (count == 0) return;
  if (!chosen_) return choose(0);
  const QPointF from = drawing_.layout().position(*chosen_);
  int best = -1;
  double nearest = INFINITY;
  for (int node = 0; node < count; ++node) {
    const QPointF away = drawing_.layout().position(node) - from;
    const double along = QPointF::dotProduct(away, direction), distance = std::hypot(away.x(), away.y());
    if (node == *chosen_ || along < distance * M_SQRT1_2 || distance >= nearest) continue;
    nearest = distance;
    best = node;
  }
  if (best >= 0) choose(best);
}

void GraphView::keyPressEvent(QKeyEvent* event) {
  const QPointF middle = QRectF(rect()).center();
  const auto arrow = [&](double x, double y) {
    if (!(event->modifiers() & Qt::ShiftModifier)) return chooseTowards({x, y});
    isFollowing_ = false;
    centre_ += QPointF(x, y) * keyPan / scale_;
    update();
  };
  switch (event->key()) {
    case Qt::Key_Left: return arrow(-1, 0);
    case Qt::Key_Right: return arrow(1, 0);
    case Qt::Key_Up: return arrow(0, -1);
    case Qt::Key_Down: return arrow(0, 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(keyZoom, middle);
    case Qt::Key_Minus: return zoom(1 / keyZoom, middle);
    case Qt::Key_0:
      isFollowing_ = true;
      return showAll();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (chosen_) Q_EMIT expandRequested(*chosen_);
      return;
    default: QWidget::keyPressEvent(event);
  }
}

}  // namespace assay
