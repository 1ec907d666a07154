// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/split_dialog.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "widgets/theme/theme.h"

namespace assay {

namespace {

/// "[x] Train with only [50] labelled items": the number counts while it is ticked.
QLayout* counted(QCheckBox* choice, QSpinBox* number, QLabel* after) {
  auto* row = new QHBoxLayout;
  row->addWidget(choice);
  row->addWidget(number);
  row->addWidget(after);
  row->addStretch();
  number->setEnabled(false);
  QObject::connect(choice, &QCheckBox::toggled, number, &QWidget::setEnabled);
  return row;
}

}  // namespace

SplitDialog::SplitDialog(int items, QWidget* parent)
    : QDialog(parent), items_(items), train_(new QSpinBox(this)), valid_(new QSpinBox(this)), labelled_(new QSpinBox(this)),
      clean_(new QSpinBox(this)), block_(new QSpinBox(this)), seed_(new QSpinBox(this)), few_(new QCheckBox(tr("Train with only"), this)),
      fewClean_(new QCheckBox(tr("Of clean images only"), this)), neighbours_(new QCheckBox(tr("Keep neighbours together:"), this)),
      redraw_(new QCheckBox(tr("Also deal anew what an import or a person has split"), this)), counts_(new QLabel(this)),
      explanation_(new QLabel(this)) {
  setWindowTitle(tr("Split"));
  setMinimumWidth(440);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space5, metrics::space4, metrics::space5, metrics::space4);
  layout->setSpacing(metrics::space4);
  explanation_->setText(tr("Items are dealt by chance but repeatably: the same seed gives the same split."));
  explanation_->setProperty("role", "secondary");
  explanation_->setWordWrap(true);
  layout->addWidget(explanation_);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(metrics::space4);
  form->setVerticalSpacing(metrics::space3);
  for (QSpinBox* share : {train_, valid_}) {
    share->setRange(0, 100);
    share->setSuffix(tr(" %"));
    share->setSingleStep(5);
    connect(share, &QSpinBox::valueChanged, this, &SplitDialog::showCounts);
  }
  train_->setRange(1, 100);
  train_->setValue(80);
  valid_->setValue(0);
  valid_->setToolTip(tr("With none, training holds a part of its own labels back to judge itself"));
  form->addRow(tr("Train"), train_);
  form->addRow(tr("Valid"), valid_);
  form->addRow(tr("Items"), counts_);
  seed_->setRange(0, 1'000'000'000);
  form->addRow(tr("Seed"), seed_);
  form->addRow(QString(), redraw_);
  block_->setRange(2, 100'000);
  block_->setValue(20);
  layout->addLayout(form);
  neighbours_->setToolTip(tr("So many images by the number in their names, whatever their folder, stay in one part: frames of one scene would vouch for each other"));
  layout->addLayout(counted(neighbours_, block_, new QLabel(tr("images by number"), this)));
  layout->addLayout(keptLabels());
  auto* buttons = new QDialogButtonBox(this);
  split_ = new QPushButton(tr("Split"), this);
  split_->setProperty("kind", "primary");   // before the box asks for its size, with which its style is settled
  buttons->addButton(split_, QDialogButtonBox::AcceptRole);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // ours: Qt's own words may not be installed
  split_->setDefault(true);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  const std::vector<QWidget*> order{train_, valid_, seed_, redraw_, neighbours_, block_, few_, labelled_, fewClean_, clean_, split_};   // as they are seen
  for (std::size_t i = 1; i < order.size(); ++i) setTabOrder(order[i - 1], order[i]);
  showCounts();
}

/// Whose labels are learned from; with a count of clean ones, the other counts those with a label alone.
QLayout* SplitDialog::keptLabels() {
  auto* column = new QVBoxLayout;
  column->setSpacing(metrics::space3);
  for (QSpinBox* count : {labelled_, clean_}) count->setRange(0, std::max(1, items_));
  labelled_->setValue(std::min(50, std::max(1, items_)));
  clean_->setValue(std::min(200, std::max(1, items_)));
  few_->setToolTip(tr("The labels of all others in the training part are withheld, not deleted"));
  fewClean_->setToolTip(tr("Clean images are those that somebody looked at and left without a label; the count above is of the others then"));
  auto* others = new QLabel(tr("labelled items, withhold the other labels"), this);
  connect(fewClean_, &QCheckBox::toggled, others, [others](bool isApart) {
    others->setText(isApart ? tr("items with a label, withhold the other labels") : tr("labelled items, withhold the other labels"));
  });
  column->addLayout(counted(few_, labelled_, others));
  column->addLayout(counted(fewClean_, clean_, new QLabel(tr("are known to be clean"), this)));
  return column;
}

SplitPlan SplitDialog::plan() const {
  SplitPlan plan;
  plan.train = train_->value() / 100.0;
  plan.valid = valid_->value() / 100.0;
  if (few_->isChecked()) plan.labelled = labelled_->value();
  if (fewClean_->isChecked()) plan.clean = clean_->value();
  if (neighbours_->isChecked()) plan.block = block_->value();
  plan.seed = uint64_t(seed_->value());
  plan.official = redraw_->isChecked() ? OfficialSplit::Redraw : OfficialSplit::Keep;
  return plan;
}

void SplitDialog::showCounts() {
  valid_->setMaximum(100 - train_->value());
  const QLocale locale;
  const int train = int(std::lround(items_ * plan().train)), valid = int(std::lround(items_ * plan().valid));
  counts_->setText(tr("about %1 train · %2 valid · %3 test")
                       .arg(locale.toString(train), locale.toString(valid), locale.toString(items_ - train - valid)));
}

}  // namespace assay
