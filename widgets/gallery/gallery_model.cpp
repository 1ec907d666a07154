// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/gallery_model.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int keptTiles = 2000;

QString tr(const char* text) { return QCoreApplication::translate("Gallery", text); }

}  // namespace

QString splitText(Split split) {
  switch (split) {
    case Split::None: return QCoreApplication::translate("Gallery", "No split");
    case Split::Train: return QCoreApplication::translate("Gallery", "Train");
    case Split::Valid: return QCoreApplication::translate("Gallery", "Valid");
    case Split::Test: return QCoreApplication::translate("Gallery", "Test");
  }
  return {};
}

QString statusText(LabelStatus status) {
  switch (status) {
    case LabelStatus::Unlabelled: return QCoreApplication::translate("Gallery", "Unlabelled");
    case LabelStatus::Labelled: return QCoreApplication::translate("Gallery", "Labelled");
    case LabelStatus::Withheld: return QCoreApplication::translate("Gallery", "Withheld");
  }
  return {};
}

QString sizeText(ItemKind kind) {
  switch (kind) {
    case ItemKind::Image: return QCoreApplication::translate("Gallery", "Size");
    case ItemKind::Table: return QCoreApplication::translate("Gallery", "Rows");
    case ItemKind::Triples: return QCoreApplication::translate("Gallery", "Triples");
    case ItemKind::Document: return QCoreApplication::translate("Gallery", "Lines");
    case ItemKind::Sentences: return QCoreApplication::translate("Gallery", "Sentences");
  }
  return {};
}

QColor statusColour(LabelStatus status) {
  const Tokens& tokens = Theme::instance().tokens();
  switch (status) {
    case LabelStatus::Unlabelled: return tokens.disabledText;
    case LabelStatus::Labelled: return tokens.good;
    case LabelStatus::Withheld: return tokens.warning;
  }
  return tokens.text;
}

GalleryModel::GalleryModel(QObject* parent) : QAbstractListModel(parent), tiles_(keptTiles) {}

void GalleryModel::setSource(GallerySource source) {
  source_ = std::move(source);
  verdicts_.clear();
  setItems({});
}

void GalleryModel::setItems(std::vector<ItemId> items) {
  if (items == items_) return refreshAll();
  beginResetModel();
  items_ = std::move(items);
  rows_.clear();
  rows_.reserve(qsizetype(items_.size()));
  for (std::size_t row = 0; row < items_.size(); ++row) rows_.insert(items_[row].value, int(row));
  tiles_.clear();
  endResetModel();
}

void GalleryModel::refresh(ItemId item) {
  tiles_.remove(item.value);
  const int row = rowOf(item);
  if (row >= 0) Q_EMIT dataChanged(index(row), index(row));
}

void GalleryModel::refreshAll() {
  tiles_.clear();
  if (!items_.empty()) Q_EMIT dataChanged(index(0), index(int(items_.size()) - 1));
}

void GalleryModel::setVerdicts(QHash<QString, TileVerdict> verdicts) {
  verdicts_ = std::move(verdicts);
  refreshAll();
}

const GalleryTile& GalleryModel::tile(int row) const {
  const ItemId id = itemAt(row);
  if (const GalleryTile* known = tiles_.object(id.value)) return *known;
  const Item* item = source_.item ? source_.item(id) : nullptr;
  auto* made = new GalleryTile(item ? makeTile(*item) : GalleryTile{.id = id});
  tiles_.insert(id.value, made);
  return *made;
}

GalleryTile GalleryModel::makeTile(const Item& item) const {
  const QString path = fromUtf8(item.path);
  GalleryTile tile{.id = item.id, .name = path.section('/', -1), .status = item.status, .split = item.split,
                   .pixels = QSize(item.width, item.height), .verdict = verdicts_.value(path)};
  if (item.kind != ItemKind::Image || item.width <= 0 || item.height <= 0) return tile;
  for (const Annotation& annotation : source_.annotations(item.id)) {
    const Box box = boundingBox(annotation.shape);
    tile.boxes.push_back({QRectF(QPointF(box.x1 / item.width, box.y1 / item.height),
                                 QPointF(box.x2 / item.width, box.y2 / item.height)),
                          source_.classColour(annotation.className)});
  }
  return tile;
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  if (role == ItemIdRole) return QVariant::fromValue(qint64(itemAt(index.row()).value));
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole) return {};
  const Item* item = source_.item ? source_.item(itemAt(index.row())) : nullptr;
  if (!item) return {};
  const QString name = fromUtf8(item->path).section('/', -1);
  if (role == Qt::DisplayRole) return name;
  const GalleryTile& shown = tile(index.row());
  if (item->kind != ItemKind::Image) return (role == Qt::ToolTipRole ? fromUtf8(item->path) : name) + u'\n' + splitText(item->split);
  return tr("%1\n%2 × %3 px · %4 · %5 · %n box(es)")
      .arg(role == Qt::ToolTipRole ? fromUtf8(item->path) : name).arg(item->width).arg(item->height)
      .arg(statusText(item->status), splitText(item->split)).replace("%n", QString::number(shown.boxes.size()));
}

}  // namespace assay
