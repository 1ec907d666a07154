// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/relation_delegate.h"

#include <QComboBox>

#include "widgets/graph/proposal_table.h"

namespace assay {

QWidget* RelationDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
  auto* box = new QComboBox(parent);
  box->addItems(index.data(ProposalTable::relationsRole).toStringList());
  connect(box, &QComboBox::activated, this, [this, box] {
    auto* self = const_cast<RelationDelegate*>(this);
    Q_EMIT self->commitData(box);
    Q_EMIT self->closeEditor(box);
  });
  return box;
}

void RelationDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  qobject_cast<QComboBox*>(editor)->setCurrentIndex(index.data(Qt::EditRole).toInt());
}

void RelationDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
  model->setData(index, qobject_cast<QComboBox*>(editor)->currentIndex(), Qt::EditRole);
}

}  // namespace assay
