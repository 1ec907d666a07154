// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of a LiveChart: grid, round ticks, and what the cross-hair reads.
#include <algorithm>
#include <cmath>

#include <QPainter>

#include "widgets/charts/live_chart.h"
#include "widgets/charts/series_math.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int tickEveryX = 90, tickEveryY = 30;   // pixels: texts never touch
constexpr double markRadius = 3;
constexpr qsizetype piecePoints = 24;

QFont axisFont() {
  QFont font = Theme::instance().tabularFont();
  font.setPixelSize(metrics::captionPx);
  return font;
}

double stepOf(const std::vector<double>& ticks) { return ticks.size() > 1 ? ticks[1] - ticks[0] : std::abs(ticks.empty() ? 1 : ticks[0]); }

/// In pieces: Qt's rasteriser keeps the cells of a scan line in a list that it searches from the front, so that one flat
/// curve across the plot takes the square of its length.
void drawTrace(QPainter& painter, const QPolygonF& points, bool isBand, QPen pen) {
  pen.setJoinStyle(Qt::BevelJoin);   // round joins cost a third more with many points
  painter.setPen(isBand ? QPen(Qt::NoPen) : pen);
  painter.setBrush(isBand ? QBrush(pen.color()) : QBrush(Qt::NoBrush));
  const bool isDashed = pen.style() != Qt::SolidLine;   // a piece would begin its dashes anew
  const qsizetype length = isBand ? points.size() / 2 : points.size(), piece = isDashed ? std::max<qsizetype>(length, 1) : piecePoints;
  for (qsizetype first = 0; first + 1 < length; first += piece) {
    const qsizetype count = std::min(piece + 1, length - first);   // neighbours share a point
    if (isBand) painter.drawPolygon(points.mid(first, count) + points.mid(2 * length - first - count, count), Qt::WindingFill);
    else painter.drawPolyline(points.constData() + first, int(count));
  }
}

}  // namespace

void LiveChart::drawBackground(QPainter* painter, const QRectF& rect) {
  if (isStale_ && !tick_.isActive()) tick_.start(0);
  QChartView::drawBackground(painter, rect);
  drawTicks(*painter, plotRect());
  drawCurves(*painter, plotRect());
}

void LiveChart::drawTicks(QPainter& painter, const QRectF& plot) const {
  const Tokens& tokens = Theme::instance().tokens();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setFont(axisFont());
  const QPen grid(tokens.line, 1), text(tokens.secondaryText);
  const auto across = niceTicks(x_.low, x_.high, std::max(1, int(plot.width() / tickEveryX)));
  const auto up = logarithmic_ ? logTicks(y_.low, y_.high) : niceTicks(y_.low, y_.high, std::max(1, int(plot.height() / tickEveryY)));
  for (double tick : up) {
    const double y = std::round(plot.bottom() - (tick - y_.low) / y_.length() * plot.height());
    painter.setPen(grid);
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(text);
    painter.drawText(QRectF(0, y - 8, plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                     logarithmic_ ? shortNumber(std::pow(10, tick)) : tickText(tick, stepOf(up)));
  }
  painter.setPen(QPen(tokens.disabledText, 1));
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  for (double tick : across) {
    const double x = std::round(plot.left() + (tick - x_.low) / x_.length() * plot.width());
    painter.setPen(QPen(tokens.disabledText, 1));
    painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4));
    painter.setPen(text);
    const double left = std::clamp(x - 40, 0.0, std::max(0.0, viewport()->width() - 80.0));
    const bool isLast = left < x - 40;
    painter.drawText(QRectF(left, plot.bottom() + 5, 80, 14), isLast ? Qt::AlignRight : Qt::AlignHCenter, tickText(tick, stepOf(across)));
  }
  painter.setFont(Theme::instance().captionFont());
  painter.setPen(QPen(tokens.secondaryText));
  painter.drawText(QRectF(plot.left(), plot.bottom() + 18, plot.width(), 15), Qt::AlignRight | Qt::AlignVCenter, xTitle_);
  painter.restore();
}

void LiveChart::drawCurves(QPainter& painter, const QRectF& plot) const {
  painter.save();
  painter.setClipRect(plot.adjusted(-1, -1, 1, 1), Qt::IntersectClip);
  for (const Curve& curve : curves_) {
    const QColor colour = seriesColour(curve.style);
    if (curve.style.mark == SeriesStyle::Mark::Points) {
      painter.setPen(QPen(Theme::instance().tokens().panel, 1));
      painter.setBrush(colour);
      for (const QPointF& point : curve.line.points) painter.drawEllipse(point, markRadius, markRadius);
      continue;
    }
    QColor faint = colour;
    faint.setAlphaF(0.28f);
    drawTrace(painter, curve.faint.points, curve.faint.isBand, QPen(faint, 1));
    drawTrace(painter, curve.line.points, curve.line.isBand, QPen(colour, curve.style.width, curve.style.dash));
    if (curve.line.points.size() == 1) {   // a run that was judged once
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse(curve.line.points.front(), markRadius, markRadius);
    }
  }
  painter.restore();
}

void LiveChart::drawForeground(QPainter* painter, const QRectF&) {
  const QRectF plot = plotRect();
  const Tokens& tokens = Theme::instance().tokens();
  const bool isEmpty = std::none_of(curves_.begin(), curves_.end(), [](const Curve& c) { return c.isVisible && !c.points.isEmpty(); });
  if (isEmpty) {
    painter->setPen(tokens.secondaryText);
    painter->setFont(Theme::instance().bodyFont());
    painter->drawText(plot, Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
  }
  if (hasFocus()) {
    painter->setPen(QPen(tokens.accent, 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  }
  if (!isEmpty && std::isfinite(cursor_) && cursor_ >= x_.low && cursor_ <= x_.high) drawReadOut(*painter, plot);
}

void LiveChart::drawReadOut(QPainter& painter, const QRectF& plot) const {
  const Tokens& tokens = Theme::instance().tokens();
  const double x = plot.left() + (cursor_ - x_.low) / x_.length() * plot.width();
  painter.setPen(QPen(tokens.secondaryText, 1));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  struct Line { QColor colour; QString name, value; };
  std::vector<Line> lines{{{}, xTitle_, shortNumber(cursor_)}};
  constexpr std::size_t mostLines = 12;
  for (const Curve& curve : curves_) {
    if (!curve.isVisible || !curve.ascends || lines.size() > mostLines) continue;
    const double value = valueAt(smoothing_ > 0 ? smooth(curve.points, smoothing_) : curve.points, cursor_);
    if (!std::isfinite(value)) continue;
    const QColor colour = seriesColour(curve.style);
    lines.push_back({colour, curve.style.name, shortNumber(value)});
    const QPointF at = toPixel({cursor_, value});
    if (!plot.adjusted(0, -1, 0, 1).contains(at)) continue;
    painter.setPen(QPen(tokens.panel, 1));
    painter.setBrush(colour);
    painter.drawEllipse(at, 3.5, 3.5);
  }
  const QFont font = axisFont();
  const QFontMetricsF room(font);
  double names = 0, values = 0;
  for (const Line& line : lines) {
    names = std::max(names, room.horizontalAdvance(line.name));
    values = std::max(values, room.horizontalAdvance(line.value));
  }
  const double width = names + values + 38, height = 16.0 * double(lines.size()) + 8;
  double left = x + 10;
  if (left + width > plot.right()) left = std::max(plot.left(), x - 10 - width);
  const QRectF box(left, plot.top() + 2, width, height);
  QColor ground = tokens.raised;
  ground.setAlphaF(0.94f);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(ground);
  painter.drawRoundedRect(box, metrics::radius, metrics::radius);
  painter.setFont(font);
  double y = box.top() + 4;
  for (const Line& line : lines) {
    if (line.colour.isValid()) painter.fillRect(QRectF(box.left() + 8, y + 6, 8, 4), line.colour);
    painter.setPen(tokens.secondaryText);
    painter.drawText(QRectF(box.left() + 20, y, names + 4, 16), Qt::AlignVCenter, line.name);
    painter.setPen(tokens.text);
    painter.drawText(QRectF(box.left(), y, box.width() - 8, 16), Qt::AlignRight | Qt::AlignVCenter, line.value);
    y += 16;
  }
}

}  // namespace assay
