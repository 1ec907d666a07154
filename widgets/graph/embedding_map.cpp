// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/embedding_map.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/charts/series_math.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr double reach = 10;   // pixels around a point that belong to it
}

EmbeddingMap::EmbeddingMap(QWidget* parent) : LiveChart(parent) {
  setAccessibleName(tr("Map of the entities"));
  setEmptyText(tr("The map is drawn once a model has been trained."));
}

void EmbeddingMap::setMap(EntityMap map, QStringList types) {
  map_ = std::move(map);
  marked_ = hovered_ = std::nullopt;
  clearSeries();
  std::map<QString, QList<QPointF>> byType;
  for (const MapPoint& point : map_.points) byType[point.type].append(point.at);
  for (const auto& [type, points] : byType)
    if (!types.contains(type)) types << type;
  for (int colour = 0; colour < types.size(); ++colour) {
    const auto it = byType.find(types[colour]);
    if (it == byType.end()) continue;
    const QString name = it->first.isEmpty() ? tr("without a type") : it->first;
    setPoints(addSeries({.name = name, .colour = colour, .mark = SeriesStyle::Mark::Points}), it->second);
  }
  const auto title = [](const QString& axis, double share) { return tr("%1 axis, %2 % of the differences").arg(axis, percentNumber(share)); };
  setAxisTitles(title(tr("first"), map_.variance[0]), title(tr("second"), map_.variance[1]));
  showAll();
}

void EmbeddingMap::mark(const QString& id) {
  const auto it = std::find_if(map_.points.begin(), map_.points.end(), [&](const MapPoint& point) { return point.id == id; });
  marked_ = it == map_.points.end() ? std::nullopt : std::optional(int(it - map_.points.begin()));
  viewport()->update();
}

std::optional<int> EmbeddingMap::pointAt(QPointF pixel) const {
  std::optional<int> best;
  double nearest = reach;
  for (int i = 0; i < int(map_.points.size()); ++i) {
    const QPointF away = toPixel(map_.points[std::size_t(i)].at) - pixel;
    const double distance = std::hypot(away.x(), away.y());
    if (distance >= nearest) continue;
    nearest = distance;
    best = i;
  }
  return best;
}

void EmbeddingMap::drawForeground(QPainter* painter, const QRectF& rect) {
  LiveChart::drawForeground(painter, rect);
  if (marked_) drawName(*painter, *marked_);
  if (hovered_ && hovered_ != marked_) drawName(*painter, *hovered_);
}

void EmbeddingMap::drawName(QPainter& painter, int point) const {
  const Tokens& tokens = Theme::instance().tokens();
  const QPointF at = toPixel(map_.points[std::size_t(point)].at);
  if (!plotRect().adjusted(-1, -1, 1, 1).contains(at)) return;
  painter.setPen(QPen(tokens.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(at, 6, 6);
  painter.setFont(Theme::instance().captionFont());
  const QString text = painter.fontMetrics().elidedText(map_.points[std::size_t(point)].name, Qt::ElideRight, int(plotRect().width() / 2));
  QRectF box(at + QPointF(9, -9), QSizeF(painter.fontMetrics().horizontalAdvance(text) + 8, 18));
  if (box.right() > plotRect().right()) box.moveRight(at.x() - 9);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.raised);
  painter.drawRoundedRect(box, metrics::radius, metrics::radius);
  painter.setPen(tokens.text);
  painter.drawText(box, Qt::AlignCenter, text);
}

void EmbeddingMap::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->position();
  LiveChart::mousePressEvent(event);
}

void EmbeddingMap::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons()) return LiveChart::mouseMoveEvent(event);
  const std::optional<int> point = pointAt(event->position());
  if (point != std::exchange(hovered_, point)) viewport()->update();
  viewport()->setCursor(point ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void EmbeddingMap::mouseReleaseEvent(QMouseEvent* event) {
  LiveChart::mouseReleaseEvent(event);
  if (event->button() != Qt::LeftButton || (event->position() - pressed_).manhattanLength() > 4) return;
  if (const auto point = pointAt(event->position())) Q_EMIT entityChosen(map_.points[std::size_t(*point)].id);
}

void EmbeddingMap::leaveEvent(QEvent* event) {
  LiveChart::leaveEvent(event);
  hovered_.reset();
}

}  // namespace assay
