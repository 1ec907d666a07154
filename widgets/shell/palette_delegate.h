// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace assay {

/// One line of the command palette: icon, text with the matched letters in the accent colour, group, key.
class PaletteDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  enum Role { GroupRole = Qt::UserRole + 1, KeyRole, MatchRole };
  static constexpr int rowHeight = 30;

  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, rowHeight}; }

 private:
  void paintText(QPainter* painter, const QRect& rect, const QString& text, const QList<int>& matched) const;
};

}  // namespace assay
