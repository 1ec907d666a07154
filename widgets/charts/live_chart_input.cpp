// SPDX-License-Identifier: GPL-3.0-or-later
// Hands on a LiveChart.
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include "widgets/charts/live_chart.h"

namespace assay {

namespace {
constexpr double keyZoom = 0.8, keyPan = 0.1;
}

void LiveChart::zoom(double factor, const QPointF& around, Qt::Orientation direction) {
  const QRectF plot = plotRect();
  const auto zoomed = [factor](const ChartRange& range, double share) {
    const double held = range.low + share * range.length();
    return ChartRange{held - (held - range.low) * factor, held + (range.high - held) * factor};
  };
  if (direction == Qt::Horizontal) {
    const ChartRange next = zoomed(x_, (around.x() - plot.left()) / plot.width());
    const double whole = fitX().length();
    if (next.length() < whole * 1e-6 || next.length() > whole * 20) return;
    zoomX_ = next;
  } else {
    zoomY_ = zoomed(y_, (plot.bottom() - around.y()) / plot.height());
  }
  viewChanged();
  if (direction == Qt::Horizontal) Q_EMIT xRangeChanged(x_);
}

void LiveChart::pan(double dx, double dy) {
  const double byX = dx * x_.length(), byY = dy * y_.length();
  zoomX_ = ChartRange{x_.low + byX, x_.high + byX};
  if (zoomY_ || dy != 0) zoomY_ = ChartRange{y_.low + byY, y_.high + byY};
  viewChanged();
  Q_EMIT xRangeChanged(x_);
}

void LiveChart::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / 120.0;
  if (notches == 0) return event->ignore();
  zoom(std::pow(0.85, notches), event->position(),
       event->modifiers() & Qt::ControlModifier ? Qt::Vertical : Qt::Horizontal);
  event->accept();
}

void LiveChart::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return event->ignore();
  dragged_ = event->position();
  event->accept();
}

void LiveChart::mouseMoveEvent(QMouseEvent* event) {
  const QRectF plot = plotRect();
  if (dragged_ && event->buttons()) {
    const QPointF by = event->position() - *dragged_;
    if (!isZoomed() && by.manhattanLength() < 4) return;   // a click with an unsteady hand moves nothing
    dragged_ = event->position();
    pan(-by.x() / plot.width(), zoomY_ ? by.y() / plot.height() : 0);
    return;
  }
  const double x = plot.contains(event->position()) ? toValue(event->position()).x() : std::numeric_limits<double>::quiet_NaN();
  setCursor(x);
  Q_EMIT cursorMoved(x);
}

void LiveChart::mouseReleaseEvent(QMouseEvent* event) {
  dragged_.reset();
  event->accept();
}

void LiveChart::mouseDoubleClickEvent(QMouseEvent* event) {
  showAll();
  Q_EMIT shownAll();
  event->accept();
}

void LiveChart::leaveEvent(QEvent* event) {
  QChartView::leaveEvent(event);
  setCursor(std::numeric_limits<double>::quiet_NaN());
  Q_EMIT cursorMoved(cursor_);
}

void LiveChart::setCursor(double x) {
  if (cursor_ == x || (std::isnan(cursor_) && std::isnan(x))) return;
  cursor_ = x;
  viewport()->update();
}

void LiveChart::keyPressEvent(QKeyEvent* event) {
  const QPointF middle = plotRect().center();
  switch (event->key()) {
    case Qt::Key_Left: return pan(-keyPan, 0);
    case Qt::Key_Right: return pan(keyPan, 0);
    case Qt::Key_Up: return pan(0, keyPan);
    case Qt::Key_Down: return pan(0, -keyPan);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(keyZoom, middle, Qt::Horizontal);
    case Qt::Key_Minus: return zoom(1 / keyZoom, middle, Qt::Horizontal);
    case Qt::Key_Home:
    case Qt::Key_0:
      showAll();
      Q_EMIT shownAll();
      return;
    default: QChartView::keyPressEvent(event);
  }
}

}  // namespace assay
