// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QStringList>

#include "widgets/charts/live_chart.h"
#include "widgets/graph/graph_answers.h"

namespace assay {

/// Entities as points on two axes, a colour a type. A click chooses the nearest; the name follows the mouse.
class EmbeddingMap : public LiveChart {
  Q_OBJECT

 public:
  explicit EmbeddingMap(QWidget* parent = nullptr);

  /// `types` in the order of their colours; a type that is not among them comes after.
  void setMap(EntityMap map, QStringList types = {});
  const EntityMap& map() const { return map_; }
  /// Marks an entity; nothing when it is not on the map.
  void mark(const QString& id);
  std::optional<int> pointAt(QPointF pixel) const;

 Q_SIGNALS:
  void entityChosen(const QString& id);

 protected:
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void drawName(QPainter& painter, int point) const;

  EntityMap map_;
  std::optional<int> marked_, hovered_;
  QPointF pressed_;
};

}  // namespace assay
