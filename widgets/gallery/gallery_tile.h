// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QColor>
#include <QRectF>
#include <QSize>
#include <QString>

#include "core/labels/item.h"

namespace assay {

struct TileBox {
  QRectF box;      ///< in parts of the picture, 0 to 1
  QColor colour;
};

/// How the newest evaluation judged a picture; the worst of its boxes.
struct TileVerdict {
  QString text;    ///< "2 missed", "false 93 %"
  bool isBad = false;
};

/// All that one tile shows besides its thumbnail.
struct GalleryTile {
  ItemId id;
  QString name;
  LabelStatus status = LabelStatus::Unlabelled;
  Split split = Split::None;
  QSize pixels;
  std::vector<TileBox> boxes;
  TileVerdict verdict;   ///< empty text: nothing was evaluated
};

/// Where the gallery gets its items from; the project session behind the pages, plain values in tests.
struct GallerySource {
  std::function<const Item*(ItemId)> item;
  std::function<std::vector<Annotation>(ItemId)> annotations;
  std::function<QString(const std::string&)> absolutePath;
  std::function<QColor(const std::string&)> classColour;
};

/// Words of the model in the user's language.
QString splitText(Split split);
QString statusText(LabelStatus status);
/// What an item of the kind is counted in: its size, rows, triples, ...
QString sizeText(ItemKind kind);
QColor statusColour(LabelStatus status);

}  // namespace assay
