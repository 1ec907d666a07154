// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QAbstractItemView>

#include "widgets/gallery/gallery_model.h"
#include "widgets/gallery/thumbnail_loader.h"

namespace assay {

/// Tiles in rows, or one row of them. The layout is arithmetic, so its cost does not depend on how many
/// items there are; thumbnails are asked for where the eye is. Arrows move, Shift extends, Enter activates,
/// Space asks for a quick look.
class GalleryView : public QAbstractItemView {
  Q_OBJECT

 public:
  enum class Flow { Grid, SingleRow };
  static constexpr int smallestTile = 96, largestTile = 384;

  GalleryView(GalleryModel* model, ThumbnailLoader* loader, QWidget* parent = nullptr);

  void setFlow(Flow flow);
  int tileSize() const { return tileSize_; }
  void setTileSize(int pixels);
  /// Rows (of the model) that are at least partly in sight: first, and one past the last.
  std::pair<int, int> visibleRows() const;
  std::vector<ItemId> selectedItems() const;
  void setCurrentItem(ItemId item);
  ItemId currentItem() const;

  QRect visualRect(const QModelIndex& index) const override;
  void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
  QModelIndex indexAt(const QPoint& point) const override;
  QSize sizeHint() const override;

 Q_SIGNALS:
  void quickLook(assay::ItemId item);
  void tileSizeChanged(int pixels);
  /// Selection or current item, once a change is complete.
  void selectionMoved();

 protected:
  QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
  int horizontalOffset() const override;
  int verticalOffset() const override;
  bool isIndexHidden(const QModelIndex&) const override { return false; }
  void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) override;
  QRegion visualRegionForSelection(const QItemSelection& selection) const override;

  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void updateGeometries() override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void reset() override;
  void dataChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  struct Grid { int columns = 1, width = 1, height = 1; };
  Grid grid() const;
  QRect tileRect(int row) const;          ///< in contents, not scrolled
  int rowAtContents(const QPoint& point) const;
  std::pair<int, int> rowsBetween(const QRect& area) const;
  void askForThumbnails();

  GalleryModel* model_;
  ThumbnailLoader* loader_;
  Flow flow_ = Flow::Grid;
  int tileSize_ = 168;
  int hoveredRow_ = -1;
  std::optional<QPoint> bandFrom_;        ///< in contents: the press was on no tile
  QRect band_;
};

}  // namespace assay
