// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QStyledItemDelegate>

namespace assay {

/// A curve in a table cell. The model gives QList<QPointF> for pointsRole and a colour index for colourRole.
class SparklineDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  enum Role { pointsRole = Qt::UserRole + 64, colourRole };
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace assay
