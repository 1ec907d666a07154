// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/tile_painter.h"

#include <algorithm>

#include "widgets/theme/style_sheet.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int inset = metrics::space1;
constexpr int dot = 8;

void paintBoxes(QPainter& painter, const QRectF& picture, const GalleryTile& tile) {
  painter.setBrush(Qt::NoBrush);
  for (const TileBox& box : tile.boxes) {
    QRectF shown(picture.x() + box.box.x() * picture.width(), picture.y() + box.box.y() * picture.height(),
                 box.box.width() * picture.width(), box.box.height() * picture.height());
    // A defect of a few pixels is a dot at this size: keep it as large as can be seen.
    const double grow = std::max(0.0, 5 - std::min(shown.width(), shown.height())) / 2;
    shown.adjust(-grow, -grow, grow, grow);
    QColor seam(Qt::black);
    seam.setAlphaF(0.4f);
    painter.setPen(QPen(seam, 3));
    painter.drawRect(shown);
    painter.setPen(QPen(box.colour, 1.5));
    painter.drawRect(shown);
  }
}

QRectF paintPicture(QPainter& painter, const QRect& area, const GalleryTile& tile, const TileLook& look) {
  const Tokens& tokens = Theme::instance().tokens();
  painter.fillRect(area, tokens.canvas);
  if (!look.thumbnail) {
    const int side = std::min(24, area.height());
    const QRect place(area.center().x() - side / 2, area.center().y() - side / 2, side, side);
    Theme::instance().icon(look.hasFailed ? "error" : "image").paint(&painter, place, Qt::AlignCenter, QIcon::Disabled);
    return {};
  }
  QSizeF size = look.thumbnail->deviceIndependentSize();
  // A thumbnail is never drawn larger than twice its pixels: a 16 px picture stays one.
  size.scale(QSizeF(std::min<double>(area.width(), size.width() * 2), std::min<double>(area.height(), size.height() * 2)),
             Qt::KeepAspectRatio);
  const QRectF picture(area.center().x() + 0.5 - size.width() / 2, area.center().y() + 0.5 - size.height() / 2,
                       size.width(), size.height());
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawPixmap(picture, *look.thumbnail, QRectF(look.thumbnail->rect()));
  painter.setClipRect(area);
  paintBoxes(painter, picture, tile);
  painter.setClipping(false);
  return picture;
}

void paintDot(QPainter& painter, const QPointF& centre, const GalleryTile& tile) {
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor colour = statusColour(tile.status);
  painter.setPen(QPen(colour, 1.5));
  // Shape as well as colour: hollow is unlabelled, full is labelled, half is withheld.
  const QRectF circle(centre.x() - dot / 2.0 + 0.75, centre.y() - dot / 2.0 + 0.75, dot - 1.5, dot - 1.5);
  painter.setBrush(tile.status == LabelStatus::Labelled ? QBrush(colour) : QBrush(Qt::NoBrush));
  painter.drawEllipse(circle);
  if (tile.status == LabelStatus::Withheld) {
    painter.setBrush(colour);
    painter.drawPie(circle, 90 * 16, 180 * 16);
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintCaption(QPainter& painter, const QRect& area, const GalleryTile& tile) {
  const Tokens& tokens = Theme::instance().tokens();
  const int half = area.height() / 2;
  const QRect first(area.x(), area.y() + 2, area.width(), half), second(area.x(), area.y() + half, area.width(), half - 2);
  painter.setFont(Theme::instance().bodyFont());
  painter.setPen(tokens.text);
  painter.drawText(first, Qt::AlignVCenter | Qt::AlignLeft,
                   painter.fontMetrics().elidedText(tile.name, Qt::ElideMiddle, first.width()));
  paintDot(painter, {second.x() + dot / 2.0, second.center().y() + 0.5}, tile);
  painter.setFont(Theme::instance().captionFont());
  painter.setPen(tokens.secondaryText);
  QRect rest = second.adjusted(dot + metrics::space1 + 2, 0, 0, 0);
  if (!tile.verdict.text.isEmpty()) {
    painter.setPen(tile.verdict.isBad ? tokens.bad : tokens.good);
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignRight, tile.verdict.text);
    rest.setRight(rest.right() - painter.fontMetrics().horizontalAdvance(tile.verdict.text) - metrics::space1);
    painter.setPen(tokens.secondaryText);
  }
  const QString text = tile.split == Split::None ? statusText(tile.status) : splitText(tile.split);
  painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text, Qt::ElideRight, rest.width()));
}

}  // namespace

void paintTile(QPainter& painter, const QRect& rect, const GalleryTile& tile, const TileLook& look) {
  const Tokens& tokens = Theme::instance().tokens();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(look.isCurrent || (look.isSelected && !look.isCompact) ? QPen(tokens.accent, look.isCurrent ? 2 : 1) : QPen(Qt::NoPen));
  painter.setBrush(look.isSelected ? selectionColour(tokens) : look.isHovered ? hoverColour(tokens) : tokens.panel);
  painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), metrics::radius, metrics::radius);
  painter.setRenderHint(QPainter::Antialiasing, false);
  QRect inner = rect.adjusted(inset, inset, -inset, -inset);
  if (!look.isCompact) inner.setHeight(inner.width());   // square: most pictures are, and rows stay even
  paintPicture(painter, inner, tile, look);
  if (look.isCompact) {
    const QPointF corner = inner.topLeft() + QPointF(dot, dot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.panel);
    painter.drawEllipse(corner, dot * 0.75, dot * 0.75);
    paintDot(painter, corner, tile);
  } else {
    paintCaption(painter, QRect(inner.left() + 2, inner.bottom() + 1, inner.width() - 4, rect.bottom() - inner.bottom() - inset), tile);
  }
  painter.restore();
}

}  // namespace assay
