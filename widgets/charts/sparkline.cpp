// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/sparkline.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QPainter>

#include "widgets/charts/series_math.h"
#include "widgets/theme/theme.h"

namespace assay {

void SparklineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem cell = option;
  initStyleOption(&cell, index);
  cell.text.clear();
  (cell.widget ? cell.widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
  const auto points = index.data(pointsRole).value<QList<QPointF>>();
  if (points.size() < 2) return;
  const QRectF room = QRectF(option.rect).adjusted(6, 4, -6, -4);
  const double from = points.first().x(), to = points.last().x();
  if (!(to > from)) return;
  const auto shown = decimate(points, from, to, std::max(4, int(room.width())));
  double low = INFINITY, high = -INFINITY;
  for (const QPointF& point : shown) {
    if (!std::isfinite(point.y())) continue;
    low = std::min(low, point.y());
    high = std::max(high, point.y());
  }
  QPolygonF line;
  for (const QPointF& point : shown) {
    if (!std::isfinite(point.y())) continue;
    const double up = high > low ? (point.y() - low) / (high - low) : 0.5;
    line << QPointF(room.left() + (point.x() - from) / (to - from) * room.width(), room.bottom() - up * room.height());
  }
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(Theme::instance().series(index.data(colourRole).toInt()), 1.25));
  painter->drawPolyline(line);
  painter->restore();
}

}  // namespace assay
