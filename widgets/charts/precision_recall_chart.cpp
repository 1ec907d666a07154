// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/precision_recall_chart.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr double grabWidth = 8;   // pixels on either side of the line

QList<QPointF> toPoints(const std::vector<CurvePoint>& curve) {
  QList<QPointF> points;
  points.reserve(qsizetype(curve.size()) + 1);
  if (!curve.empty()) points.append({0, curve.front().precision});
  for (const CurvePoint& point : curve) points.append({point.recall, point.precision});
  return points;
}

}  // namespace

PrecisionRecallChart::PrecisionRecallChart(QWidget* parent) : LiveChart(parent) {
  setAxisTitles(tr("recall: share of true boxes that are found"), tr("precision"));
  setHome(ChartRange{0, 1.005}, ChartRange{0, 1.02});
  setEmptyText(tr("The model found nothing, or there is nothing to find"));
  setAccessibleDescription(tr("Arrow keys move the threshold"));
}

void PrecisionRecallChart::setCurve(const QString& name, std::vector<CurvePoint> curve) {
  clearSeries();
  curve_ = std::move(curve);
  SeriesStyle style;
  style.name = name;
  style.width = 2.25;
  style.colour = -1;
  setPoints(addSeries(style), toPoints(curve_));
}

void PrecisionRecallChart::addCurve(const QString& name, int colour, const std::vector<CurvePoint>& curve) {
  SeriesStyle style;
  style.name = name;
  style.colour = colour;
  style.width = 1;
  style.dash = Theme::seriesIsDashed(colour) ? Qt::DashLine : Qt::SolidLine;
  setPoints(addSeries(style), toPoints(curve));
}

int PrecisionRecallChart::pointAt(double threshold) const {
  const auto after = std::partition_point(curve_.begin(), curve_.end(), [&](const CurvePoint& p) { return p.threshold >= threshold; });
  return int(after - curve_.begin()) - 1;
}

QPointF PrecisionRecallChart::handlePosition() const {
  const int point = pointAt(threshold_);
  if (point < 0) return toPixel({0, 1});
  return toPixel({curve_[std::size_t(point)].recall, curve_[std::size_t(point)].precision});
}

void PrecisionRecallChart::setThreshold(double threshold) {
  if (threshold == threshold_) return;
  threshold_ = threshold;
  viewport()->update();
  Q_EMIT thresholdChanged(threshold);
}

void PrecisionRecallChart::choose(int point) {
  if (curve_.empty()) return;
  setThreshold(curve_[std::size_t(std::clamp(point, 0, int(curve_.size()) - 1))].threshold);
}

void PrecisionRecallChart::moveTo(double pixelX) {
  if (curve_.empty()) return;
  const double recall = toValue({pixelX, 0}).x();
  // The highest threshold that reaches this recall: fewest false boxes for what is asked.
  const auto at = std::partition_point(curve_.begin(), curve_.end(), [&](const CurvePoint& p) { return p.recall < recall; });
  choose(int(at - curve_.begin()));
}

void PrecisionRecallChart::drawForeground(QPainter* painter, const QRectF& rect) {
  LiveChart::drawForeground(painter, rect);
  if (curve_.empty()) return;
  const Tokens& tokens = Theme::instance().tokens();
  const QRectF plot = plotRect();
  const QPointF at = handlePosition();
  if (at.x() < plot.left() - 1 || at.x() > plot.right() + 1) return;
  painter->setPen(QPen(tokens.accent, isDragging_ ? 2 : 1.5));
  painter->drawLine(QPointF(at.x(), plot.top()), QPointF(at.x(), plot.bottom()));
  painter->setBrush(tokens.accent);
  painter->setPen(QPen(tokens.panel, 1.5));
  painter->drawEllipse(at, 5.5, 5.5);
  const QString text = tr("threshold %1").arg(QLocale().toString(threshold_, 'f', 3));
  painter->setFont(Theme::instance().captionFont());
  const double width = painter->fontMetrics().horizontalAdvance(text) + 12;
  QRectF tag(at.x() - width - 6, plot.bottom() - 26, width, 18);
  if (tag.left() < plot.left()) tag.moveLeft(at.x() + 6);
  painter->setPen(Qt::NoPen);
  painter->drawRoundedRect(tag, 3, 3);
  painter->setPen(tokens.onAccent);
  painter->drawText(tag, Qt::AlignCenter, text);
}

void PrecisionRecallChart::mousePressEvent(QMouseEvent* event) {
  const bool isOnLine = std::abs(event->position().x() - handlePosition().x()) <= grabWidth;
  if (event->button() == Qt::LeftButton && !curve_.empty() && (isOnLine || !isZoomed()) && plotRect().adjusted(-8, 0, 8, 0).contains(event->position())) {
    isDragging_ = true;
    if (!isOnLine) moveTo(event->position().x());
    viewport()->update();
    event->accept();
    return;
  }
  LiveChart::mousePressEvent(event);
}

void PrecisionRecallChart::mouseMoveEvent(QMouseEvent* event) {
  if (isDragging_) return moveTo(event->position().x());
  const bool isOnLine = std::abs(event->position().x() - handlePosition().x()) <= grabWidth;
  viewport()->setCursor(isOnLine ? Qt::SplitHCursor : Qt::ArrowCursor);
  LiveChart::mouseMoveEvent(event);
}

void PrecisionRecallChart::mouseReleaseEvent(QMouseEvent* event) {
  if (std::exchange(isDragging_, false)) viewport()->update();
  LiveChart::mouseReleaseEvent(event);
}

void PrecisionRecallChart::keyPressEvent(QKeyEvent* event) {
  const int by = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
  switch (event->key()) {
    case Qt::Key_Left: return choose(pointAt(threshold_) - by);
    case Qt::Key_Right: return choose(pointAt(threshold_) + by);
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(int(curve_.size()) - 1);
    default: LiveChart::keyPressEvent(event);
  }
}

}  // namespace assay
