// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QCache>
#include <QHash>

#include "widgets/gallery/gallery_tile.h"

namespace assay {

/// The items that the gallery shows, in order. Rows hold ids alone; what a tile shows is looked up when
/// it is painted and kept for a while, so 20,000 rows cost 160 kB.
class GalleryModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { ItemIdRole = Qt::UserRole + 1 };   ///< qint64

  explicit GalleryModel(QObject* parent = nullptr);

  void setSource(GallerySource source);
  void setItems(std::vector<ItemId> items);
  const std::vector<ItemId>& items() const { return items_; }
  ItemId itemAt(int row) const { return items_[std::size_t(row)]; }
  /// -1 when it is not shown.
  int rowOf(ItemId item) const { return rows_.value(item.value, -1); }
  const GallerySource& source() const { return source_; }

  /// Labels, status or thumbnail of one item changed.
  void refresh(ItemId item);
  void refreshAll();
  /// Judgements by the path of the item.
  void setVerdicts(QHash<QString, TileVerdict> verdicts);

  /// Valid until the next call.
  const GalleryTile& tile(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(items_.size()); }
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  GalleryTile makeTile(const Item& item) const;

  GallerySource source_;
  std::vector<ItemId> items_;
  QHash<qint64, int> rows_;
  QHash<QString, TileVerdict> verdicts_;
  mutable QCache<qint64, GalleryTile> tiles_;
};

}  // namespace assay
