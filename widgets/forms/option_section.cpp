// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/option_section.h"

#include <QCoreApplication>
#include <QHash>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/forms/option_row.h"
#include "widgets/theme/theme.h"

namespace assay {

OptionSection::OptionSection(const QString& title, QWidget* parent)
    : QWidget(parent), column_(new QVBoxLayout(this)), fold_(new QPushButton(this)) {
  column_->setContentsMargins(0, metrics::space2, 0, metrics::space2);
  column_->setSpacing(0);
  auto* head = new QLabel(title, this);
  head->setProperty("role", "section");
  head->setContentsMargins(metrics::space2, 0, 0, metrics::space1);
  column_->addWidget(head);
  fold_->setProperty("kind", "link");
  fold_->setContentsMargins(metrics::space2, 0, 0, 0);
  connect(fold_, &QPushButton::clicked, this, [this] { setUnfolded(!isUnfolded_); });
}

void OptionSection::addRow(OptionRow* row) {
  row->setParent(this);
  (row->option().isAdvanced ? advanced_ : plain_).push_back(row);
}

void OptionSection::finish() {
  for (OptionRow* row : plain_) column_->addWidget(row);
  auto* indented = new QHBoxLayout;
  indented->setContentsMargins(metrics::space2, metrics::space1, 0, metrics::space1);
  indented->addWidget(fold_);
  indented->addStretch();
  column_->addLayout(indented);
  for (OptionRow* row : advanced_) column_->addWidget(row);
  setUnfolded(false);
}

void OptionSection::setUnfolded(bool isUnfolded) {
  isUnfolded_ = isUnfolded;
  fold_->setVisible(!advanced_.empty());
  fold_->setText(isUnfolded ? tr("Hide advanced options") : tr("Show %n more", nullptr, static_cast<int>(advanced_.size())));
  for (OptionRow* row : advanced_) row->setVisible(isUnfolded || row->isChanged());
}

int OptionSection::filter(const QString& query) {
  if (query.isEmpty()) {
    for (OptionRow* row : plain_) row->show();
    setUnfolded(isUnfolded_);
    show();
    return static_cast<int>(plain_.size() + advanced_.size());
  }
  int fitting = 0;
  for (const auto* rows : {&plain_, &advanced_})
    for (OptionRow* row : *rows) {
      const bool fits = row->fits(query);
      row->setVisible(fits);
      fitting += fits;
    }
  fold_->hide();
  setVisible(fitting > 0);
  return fitting;
}

void OptionSection::unfoldIfNeeded() {
  for (OptionRow* row : advanced_)
    if (row->isChanged() || !row->problem().isEmpty()) row->show();
}

QString groupTitle(const QString& group) {
  static const QHash<QString, const char*> titles = {
      {"general", QT_TRANSLATE_NOOP("OptionGroups", "General")},
      {"data", QT_TRANSLATE_NOOP("OptionGroups", "Data")},
      {"trainer", QT_TRANSLATE_NOOP("OptionGroups", "Training")},
      {"device", QT_TRANSLATE_NOOP("OptionGroups", "Device")},
      {"distributed", QT_TRANSLATE_NOOP("OptionGroups", "Ranks")},
      {"model", QT_TRANSLATE_NOOP("OptionGroups", "Model")},
  };
  const char* title = titles.value(group, nullptr);
  return title ? QCoreApplication::translate("OptionGroups", title) : group;
}

}  // namespace assay
