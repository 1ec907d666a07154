// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/palette_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "widgets/theme/style_sheet.h"
#include "widgets/theme/theme.h"

namespace assay {

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Theme& theme = Theme::instance();
  const Tokens& tokens = theme.tokens();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool isCurrent = option.state & QStyle::State_Selected;
  if (isCurrent || (option.state & QStyle::State_MouseOver)) {
    QPainterPath path;
    path.addRoundedRect(option.rect, metrics::radius, metrics::radius);
    painter->fillPath(path, isCurrent ? selectionColour(tokens) : hoverColour(tokens));
  }
  QRect rect = option.rect.adjusted(metrics::space2, 0, -metrics::space2, 0);
  const QIcon icon = index.data(Qt::DecorationRole).value<QIcon>();
  icon.paint(painter, QRect(rect.left(), rect.center().y() - 7, 16, 16));
  rect.setLeft(rect.left() + 16 + metrics::space2);

  painter->setFont(theme.captionFont());
  painter->setPen(tokens.secondaryText);
  const QString key = index.data(KeyRole).toString();
  const QString group = index.data(GroupRole).toString();
  const QString side = key.isEmpty() ? group : group + "   " + key;
  painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, side);
  rect.setRight(rect.right() - painter->fontMetrics().horizontalAdvance(side) - metrics::space3);
  paintText(painter, rect, index.data().toString(), index.data(MatchRole).value<QList<int>>());
  painter->restore();
}

void PaletteDelegate::paintText(QPainter* painter, const QRect& rect, const QString& text, const QList<int>& matched) const {
  const Tokens& tokens = Theme::instance().tokens();
  painter->setFont(Theme::instance().bodyFont());
  const QFontMetrics fm = painter->fontMetrics();
  const QString fitting = fm.elidedText(text, Qt::ElideMiddle, rect.width());
  if (fitting != text || matched.isEmpty()) {
    painter->setPen(tokens.text);
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, fitting);
    return;
  }
  int x = rect.left();
  for (int at = 0; at < text.size();) {
    const bool isHit = matched.contains(at);
    int end = at + 1;
    while (end < text.size() && matched.contains(end) == isHit) ++end;
    const QString part = text.mid(at, end - at);
    painter->setPen(isHit ? tokens.accent : tokens.text);
    painter->drawText(QRect(x, rect.top(), rect.right() - x + 1, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, part);
    x += fm.horizontalAdvance(part);
    at = end;
  }
}

}  // namespace assay
