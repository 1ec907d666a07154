// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QStringList>
#include <QWidget>

namespace assay {

/// Counts as a matrix with heat and totals. A click or Enter on a cell activates it; arrow keys move.
class ConfusionView : public QWidget {
  Q_OBJECT

 public:
  explicit ConfusionView(QWidget* parent = nullptr);

  /// Any size; rows of counts must be as long as columns has names.
  void setMatrix(const QStringList& rows, const QStringList& columns, std::vector<std::vector<qint64>> counts);
  void clear() { setMatrix({}, {}, {}); }
  QRect cellRect(int row, int column) const;
  qint64 count(int row, int column) const { return counts_[std::size_t(row)][std::size_t(column)]; }
  int currentRow() const { return row_; }
  int currentColumn() const { return column_; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void activated(int row, int column);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QPoint cellAt(const QPoint& position) const;
  int cellWidth() const;
  int namesWidth() const;
  int nameWidth(const QStringList& names, int most) const;
  QString describe(int row, int column) const;
  void paintCells(QPainter& painter) const;
  void paintNames(QPainter& painter) const;

  QStringList rows_, columns_;
  std::vector<std::vector<qint64>> counts_;
  std::vector<qint64> rowTotals_, columnTotals_;
  int row_ = 0, column_ = 0;
  QPoint hovered_{-1, -1};
};

}  // namespace assay
