// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/confusion_view.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "widgets/theme/theme.h"
#include "widgets/theme/tokens.h"

namespace assay {

namespace {
constexpr int cellHeight = 26, leastCell = 54, mostCell = 96, manyColumns = 8, mostName = 110, headHeight = 44;
}

ConfusionView::ConfusionView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setAccessibleName(tr("Confusion matrix"));
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ConfusionView::setMatrix(const QStringList& rows, const QStringList& columns, std::vector<std::vector<qint64>> counts) {
  rows_ = rows;
  columns_ = columns;
  counts_ = std::move(counts);
  counts_.resize(std::size_t(rows_.size()));
  rowTotals_.assign(counts_.size(), 0);
  columnTotals_.assign(std::size_t(columns_.size()), 0);
  for (std::size_t row = 0; row < counts_.size(); ++row) {
    counts_[row].resize(std::size_t(columns_.size()));
    for (std::size_t column = 0; column < counts_[row].size(); ++column) {
      rowTotals_[row] += counts_[row][column];
      columnTotals_[column] += counts_[row][column];
    }
  }
  row_ = std::clamp(row_, 0, std::max(0, int(rows_.size()) - 1));
  column_ = std::clamp(column_, 0, std::max(0, int(columns_.size()) - 1));
  updateGeometry();
  update();
}

int ConfusionView::nameWidth(const QStringList& names, int most) const {
  const QFontMetrics room(Theme::instance().captionFont());
  int width = 0;
  for (const QString& name : names) width = std::max(width, room.horizontalAdvance(name));
  return std::min(most, width);
}

int ConfusionView::namesWidth() const { return nameWidth(rows_ + QStringList{tr("true ↓")}, mostName); }

int ConfusionView::cellWidth() const {
  // A name is read whole while there are few classes; many shall fit side by side, and their tips say the name.
  const int most = columns_.size() > manyColumns ? leastCell : mostCell;
  return std::clamp(nameWidth(columns_, most) + 8, leastCell, most);
}

QSize ConfusionView::sizeHint() const {
  if (rows_.isEmpty()) return {200, 60};
  return {namesWidth() + 12 + cellWidth() * (int(columns_.size()) + 1) + 4, headHeight + cellHeight * (int(rows_.size()) + 1) + 4};
}

QRect ConfusionView::cellRect(int row, int column) const {
  const int width = cellWidth();
  return {namesWidth() + 12 + column * width, headHeight + row * cellHeight, width - 1, cellHeight - 1};
}

QPoint ConfusionView::cellAt(const QPoint& position) const {
  for (int row = 0; row < rows_.size(); ++row)
    for (int column = 0; column < columns_.size(); ++column)
      if (cellRect(row, column).contains(position)) return {column, row};
  return {-1, -1};
}

QString ConfusionView::describe(int row, int column) const {
  return tr("true %1, predicted %2: %3").arg(rows_[row], columns_[column], QLocale().toString(count(row, column)));
}

void ConfusionView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), Theme::instance().tokens().panel);
  if (rows_.isEmpty()) return;
  paintNames(painter);
  paintCells(painter);
}

void ConfusionView::paintNames(QPainter& painter) const {
  const Tokens& tokens = Theme::instance().tokens();
  painter.setFont(Theme::instance().captionFont());
  painter.setPen(tokens.disabledText);
  const int left = cellRect(0, 0).left();
  painter.setPen(tokens.secondaryText);
  painter.drawText(QRect(left, 0, cellWidth() * int(columns_.size()), 16), Qt::AlignLeft | Qt::AlignVCenter, tr("predicted →"));
  painter.drawText(QRect(0, headHeight - 20, left - 8, 16), Qt::AlignRight | Qt::AlignVCenter, tr("true ↓"));
  painter.setPen(tokens.text);
  const QFontMetrics room = painter.fontMetrics();
  for (int row = 0; row < rows_.size(); ++row) {
    const QRect cell = cellRect(row, 0);
    painter.drawText(QRect(0, cell.top(), left - 8, cell.height()), Qt::AlignRight | Qt::AlignVCenter,
                     room.elidedText(rows_[row], Qt::ElideRight, left - 8));
  }
  for (int column = 0; column < columns_.size(); ++column) {
    const QRect cell = cellRect(0, column);
    painter.drawText(QRect(cell.left() + 1, headHeight - 20, cell.width() - 2, 16), Qt::AlignCenter,
                     room.elidedText(columns_[column], Qt::ElideRight, cell.width() - 2));
  }
}

void ConfusionView::paintCells(QPainter& painter) const {
  const Tokens& tokens = Theme::instance().tokens();
  QFont numbers = Theme::instance().tabularFont();
  numbers.setPixelSize(metrics::captionPx + 1);
  painter.setFont(numbers);
  const QLocale locale;
  for (int row = 0; row < rows_.size(); ++row) {
    for (int column = 0; column < columns_.size(); ++column) {
      const QRect cell = cellRect(row, column);
      const qint64 value = count(row, column);
      const bool isRight = rows_[row] == columns_[column];
      // Share of the row, by its root: one wrong box among hundreds of right ones is still to be seen.
      const double heat = value > 0 ? std::sqrt(double(value) / double(std::max<qint64>(1, rowTotals_[std::size_t(row)]))) : 0;
      const QColor ground = blend(tokens.panel, isRight ? tokens.accent : tokens.warning, value > 0 ? 0.10 + 0.5 * heat : 0);
      painter.fillRect(cell, value > 0 ? ground : blend(tokens.panel, tokens.line, 0.35));
      painter.setPen(value == 0 ? tokens.disabledText : tokens.text);
      painter.drawText(cell, Qt::AlignCenter, value == 0 ? QStringLiteral("·") : locale.toString(value));
      if (hovered_ == QPoint(column, row) || (hasFocus() && row == row_ && column == column_)) {
        painter.setPen(QPen(tokens.accent, 1.5));
        painter.drawRect(QRectF(cell).adjusted(0.75, 0.75, -0.75, -0.75));
      }
    }
  }
  painter.setPen(tokens.secondaryText);
  for (int row = 0; row < rows_.size(); ++row)
    painter.drawText(cellRect(row, int(columns_.size())), Qt::AlignCenter, locale.toString(rowTotals_[std::size_t(row)]));
  for (int column = 0; column < columns_.size(); ++column)
    painter.drawText(cellRect(int(rows_.size()), column), Qt::AlignCenter, locale.toString(columnTotals_[std::size_t(column)]));
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
  const QPoint cell = cellAt(event->pos());
  if (event->button() != Qt::LeftButton || cell.x() < 0) return;
  row_ = cell.y();
  column_ = cell.x();
  update();
  Q_EMIT activated(row_, column_);
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
  const QPoint cell = cellAt(event->pos());
  if (cell == hovered_) return;
  hovered_ = cell;
  setCursor(cell.x() >= 0 && count(cell.y(), cell.x()) > 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void ConfusionView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  hovered_ = {-1, -1};
  update();
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
  if (rows_.isEmpty()) return QWidget::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Left: column_ = std::max(0, column_ - 1); break;
    case Qt::Key_Right: column_ = std::min(int(columns_.size()) - 1, column_ + 1); break;
    case Qt::Key_Up: row_ = std::max(0, row_ - 1); break;
    case Qt::Key_Down: row_ = std::min(int(rows_.size()) - 1, row_ + 1); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: Q_EMIT activated(row_, column_); break;
    default: return QWidget::keyPressEvent(event);
  }
  setAccessibleDescription(describe(row_, column_));
  update();
}

bool ConfusionView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QPoint cell = cellAt(help->pos());
  if (cell.x() >= 0) QToolTip::showText(help->globalPos(), describe(cell.y(), cell.x()));
  else QToolTip::hideText();
  return true;
}

}  // namespace assay
