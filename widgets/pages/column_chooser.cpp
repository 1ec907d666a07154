// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/column_chooser.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>

#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

ColumnChooser::ColumnChooser(QWidget* parent)
    : QWidget(parent), isHeader_(new QCheckBox(tr("The first row names the columns"), this)), problem_(new QLabel(this)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(metrics::space2);
  grid->setVerticalSpacing(metrics::space2);
  const QString names[] = {tr("Head"), tr("Relation"), tr("Tail")};
  for (int part = 0; part < 3; ++part) {
    auto* label = new QLabel(names[part], this);
    label->setProperty("role", "caption");
    parts_[part] = new QComboBox(this);
    parts_[part]->setAccessibleName(names[part]);
    label->setBuddy(parts_[part]);
    grid->addWidget(label, 0, part);
    grid->addWidget(parts_[part], 1, part);
    grid->setColumnStretch(part, 1);
  }
  problem_->setProperty("role", "secondary");
  problem_->setWordWrap(true);
  grid->addWidget(isHeader_, 2, 0, 1, 3);
  grid->addWidget(problem_, 3, 0, 1, 3);
  fill();
}

void ColumnChooser::setFile(const QString& path) {
  found_ = {};
  problem_->clear();
  try {
    found_ = csvColumnsOf(toPath(path));
  } catch (const Error& error) {
    problem_->setText(describe(error));
  }
  fill();
}

void ColumnChooser::fill() {
  const std::size_t chosen[] = {found_.head, found_.relation, found_.tail};
  for (int part = 0; part < 3; ++part) {
    parts_[part]->clear();
    for (std::size_t i = 0; i < found_.fields.size(); ++i) parts_[part]->addItem(tr("%1 · %2").arg(i + 1).arg(fromUtf8(found_.fields[i]).left(40)));
    parts_[part]->setCurrentIndex(found_.fields.empty() ? -1 : int(chosen[part]));
    parts_[part]->setEnabled(!found_.fields.empty());
  }
  isHeader_->setChecked(found_.isHeader);
  isHeader_->setEnabled(!found_.fields.empty());
  problem_->setVisible(!problem_->text().isEmpty());
}

QString ColumnChooser::columns() const {
  if (found_.fields.empty()) return {};
  const int usual[] = {int(found_.head), int(found_.relation), int(found_.tail)};
  bool isUsual = isHeader_->isChecked() == found_.isHeader;
  QStringList columns;
  for (int part = 0; part < 3; ++part) {
    const int column = parts_[part]->currentIndex();
    isUsual = isUsual && column == usual[part];
    // A name says that the row is a header, a number that it is data.
    columns << (isHeader_->isChecked() ? fromUtf8(found_.fields[std::size_t(column)]) : QString::number(column + 1));
  }
  return isUsual ? QString() : columns.join(',');
}

}  // namespace assay
