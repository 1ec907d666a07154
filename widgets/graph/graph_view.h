// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QHash>
#include <QPixmap>
#include <QStringList>
#include <QTimer>
#include <QWidget>

#include "widgets/graph/graph_drawing.h"

namespace assay {

/// The neighbourhood of some entities as nodes and links that find their places by themselves. Known facts are solid, what
/// a model proposes is dashed with its score.
///
/// Mouse: click chooses, double click expands, drag moves a node or the page, wheel zooms around the cursor.
/// Keys: arrows choose the next node that way, with Shift they move the page; + and - zoom, 0 shows all, Enter expands.
class GraphView : public QWidget {
  Q_OBJECT

 public:
  explicit GraphView(QWidget* parent = nullptr);

  const GraphDrawing& drawing() const { return drawing_; }
  /// Changes what is drawn; the layout moves on and the page follows until somebody zooms or moves it.
  void change(const std::function<void(GraphDrawing&)>& work);
  void clear();

  /// What the colours mean, in their order; shown in a corner. Empty: the graph knows no types.
  void setTypes(const QStringList& types);

  std::optional<int> chosen() const { return chosen_; }
  void choose(std::optional<int> node);
  void showAll();
  bool isIdle() const { return drawing_.layout().isSettled(); }
  /// Moves the layout to its end without drawing between; for pictures and tests.
  void settle();
  QPointF toPixel(QPointF place) const;
  QPointF toPlace(QPointF pixel) const;
  std::optional<int> nodeAt(QPointF pixel) const;
  QSize sizeHint() const override { return {640, 480}; }
  QSize minimumSizeHint() const override { return {240, 180}; }

 Q_SIGNALS:
  /// -1: none.
  void nodeChosen(int node);
  void expandRequested(int node);
  void idleChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void tick();
  void zoom(double factor, QPointF around);
  void chooseTowards(QPointF direction);
  void setHovered(std::optional<int> node);
  void findNear();
  bool isDimmed(int node) const { return !isNear_.empty() && !isNear_[std::size_t(node)]; }
  double radius(int node) const;
  void drawLinks(QPainter& painter) const;
  void drawNodes(QPainter& painter);
  void drawNames(QPainter& painter) const;
  void drawArrow(QPainter& painter, const DrawnLink& link, const QColor& colour) const;
  void drawTypes(QPainter& painter) const;
  const QPixmap& dot(int colour, int radius);

  GraphDrawing drawing_;
  QTimer timer_;
  double scale_ = 1;
  QPointF centre_;                      ///< the place in the middle of the widget
  bool isFollowing_ = true;             ///< nobody has zoomed or moved the page yet
  std::optional<int> chosen_, hovered_, dragged_;
  std::vector<char> isNear_;            ///< linked to the chosen or hovered node, or one of them
  QPointF pressed_, last_;
  bool hasMoved_ = false;
  QHash<int, QPixmap> dots_;
  QStringList types_;
};

}  // namespace assay
