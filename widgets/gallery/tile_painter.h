// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QPixmap>

#include "widgets/gallery/gallery_tile.h"

namespace assay {

struct TileLook {
  const QPixmap* thumbnail = nullptr;
  bool hasFailed = false, isSelected = false, isCurrent = false, isHovered = false;
  bool isCompact = false;   ///< film strip: no caption, the status dot over the picture
};

inline constexpr int tileCaption = 40;   ///< height of the two lines below the picture

void paintTile(QPainter& painter, const QRect& rect, const GalleryTile& tile, const TileLook& look);

}  // namespace assay
