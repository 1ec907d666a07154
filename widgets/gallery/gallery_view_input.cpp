// SPDX-License-Identifier: GPL-3.0-or-later
// Selection, mouse and keys of GalleryView.
#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include "widgets/gallery/gallery_view.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int tileStep = 24;   // pixels a notch of Ctrl+wheel

}  // namespace

std::vector<ItemId> GalleryView::selectedItems() const {
  std::vector<int> rows;
  for (const QItemSelectionRange& range : selectionModel()->selection())
    for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
  std::sort(rows.begin(), rows.end());
  std::vector<ItemId> items;
  for (int row : rows) items.push_back(model_->itemAt(row));
  return items;
}

void GalleryView::setCurrentItem(ItemId item) {
  const int row = model_->rowOf(item);
  if (row < 0) return;
  const QModelIndex index = model_->index(row);
  selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
  scrollTo(index, flow_ == Flow::SingleRow ? PositionAtCenter : EnsureVisible);
}

ItemId GalleryView::currentItem() const {
  return currentIndex().isValid() ? model_->itemAt(currentIndex().row()) : ItemId();
}

QModelIndex GalleryView::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
  const int count = model_->rowCount();
  if (!count) return {};
  if (!currentIndex().isValid()) return model_->index(0);
  const Grid g = grid();
  const int columns = flow_ == Flow::SingleRow ? 1 : g.columns;
  const int page = columns * std::max(1, viewport()->height() / std::max(1, g.height) - 1);
  int row = currentIndex().row();
  switch (action) {
    case MoveLeft: case MovePrevious: row -= 1; break;
    case MoveRight: case MoveNext: row += 1; break;
    case MoveUp: row -= row >= columns ? columns : 0; break;
    // Down from the last full line goes to the last item of a shorter one below it.
    case MoveDown: row = row / columns < (count - 1) / columns ? std::min(row + columns, count - 1) : row; break;
    case MovePageUp: row = row >= page ? row - page : row % columns; break;
    case MovePageDown: row += page; break;
    case MoveHome: row = 0; break;
    case MoveEnd: row = count - 1; break;
  }
  return model_->index(std::clamp(row, 0, count - 1));
}

/// Rows at the two ends of a rectangle between two tiles. It comes normalised, so the ends are either
/// pair of opposite corners: the one that holds the current tile.
std::pair<int, int> GalleryView::rowsBetween(const QRect& area) const {
  const auto ends = [this](const QPoint& one, const QPoint& other) {
    return std::minmax({rowAtContents(one), rowAtContents(other)});
  };
  const int current = currentIndex().row();
  const auto rising = ends(area.bottomLeft(), area.topRight());
  if (rising.first >= 0 && (rising.first == current || rising.second == current)) return rising;
  const auto falling = ends(area.topLeft(), area.bottomRight());
  return falling.first >= 0 ? falling : std::pair(falling.second, falling.second);
}

void GalleryView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) {
  QItemSelection selection;
  const QRect area = rect.normalized().translated(horizontalOffset(), verticalOffset());
  if (bandFrom_) {   // a rectangle over the tiles, line by line
    const Grid g = grid();
    const int top = std::max(0, rowAtContents({metrics::space3, area.top()})), count = model_->rowCount();
    for (int row = top / g.columns * g.columns; row < count && tileRect(row).top() <= area.bottom(); ++row)
      if (tileRect(row).intersects(area)) selection.select(model_->index(row), model_->index(row));
  } else if (const auto [low, high] = rowsBetween(area); low >= 0) {   // in reading order, as Shift means it
    selection.select(model_->index(low), model_->index(high));
  }
  selectionModel()->select(selection, flags);
}

QRegion GalleryView::visualRegionForSelection(const QItemSelection& selection) const {
  QRegion region;
  const auto [first, last] = visibleRows();
  for (const QItemSelectionRange& range : selection)
    for (int row = std::max(first, range.top()); row <= std::min(last - 1, range.bottom()); ++row)
      region += visualRect(model_->index(row));
  return region;
}

void GalleryView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  QAbstractItemView::selectionChanged(selected, deselected);
  viewport()->update();
  Q_EMIT selectionMoved();
}

void GalleryView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QAbstractItemView::currentChanged(current, previous);
  viewport()->update();
  Q_EMIT selectionMoved();
}

void GalleryView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
    Q_EMIT quickLook(currentItem());
    return;
  }
  if (event->modifiers() == Qt::ControlModifier && (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal))
    return setTileSize(tileSize_ + tileStep);
  if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_Minus) return setTileSize(tileSize_ - tileStep);
  QAbstractItemView::keyPressEvent(event);
}

void GalleryView::wheelEvent(QWheelEvent* event) {
  if (flow_ == Flow::SingleRow) {
    const QPoint turned = event->angleDelta();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - (turned.y() ? turned.y() : turned.x()));
    return event->accept();
  }
  if (event->modifiers() & Qt::ControlModifier) {
    setTileSize(tileSize_ + (event->angleDelta().y() > 0 ? tileStep : -tileStep));
    return event->accept();
  }
  QAbstractItemView::wheelEvent(event);
}

void GalleryView::mousePressEvent(QMouseEvent* event) {
  const QPoint contents = event->pos() + QPoint(horizontalOffset(), verticalOffset());
  bandFrom_.reset();
  if (flow_ == Flow::Grid && event->button() == Qt::LeftButton && rowAtContents(contents) < 0) bandFrom_ = contents;
  QAbstractItemView::mousePressEvent(event);
}

void GalleryView::mouseMoveEvent(QMouseEvent* event) {
  const QPoint contents = event->pos() + QPoint(horizontalOffset(), verticalOffset());
  const int hovered = rowAtContents(contents);
  if (hovered != hoveredRow_) {
    hoveredRow_ = hovered;
    viewport()->update();
  }
  if (bandFrom_ && (event->buttons() & Qt::LeftButton)) {
    band_ = QRect(*bandFrom_, contents).normalized();
    viewport()->update();
  }
  QAbstractItemView::mouseMoveEvent(event);
}

void GalleryView::mouseReleaseEvent(QMouseEvent* event) {
  QAbstractItemView::mouseReleaseEvent(event);
  bandFrom_.reset();
  band_ = {};
  viewport()->update();
}

void GalleryView::leaveEvent(QEvent* event) {
  QAbstractItemView::leaveEvent(event);
  hoveredRow_ = -1;
  viewport()->update();
}

}  // namespace assay
