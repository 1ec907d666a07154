// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/sample_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int dialogWidth = 480;
constexpr int fieldWidth = 120;
constexpr int usualBoards = 100, usualMachines = 60, usualSentences = 400, usualRows = 1000;
constexpr int maxCount = 100000;

QSpinBox* numberField(int low, int high, int value, QWidget* parent) {
  auto* field = new QSpinBox(parent);
  field->setRange(low, high);
  field->setValue(value);
  field->setFixedWidth(fieldWidth);
  return field;
}

}  // namespace

SampleDialog::SampleDialog(const QString& parentFolder, QWidget* parent)
    : QDialog(parent), parentFolder_(parentFolder), kind_(new QComboBox(this)), doc_(new QLabel(this)),
      count_(numberField(8, maxCount, usualBoards, this)), seed_(numberField(0, 1 << 30, 0, this)),
      folder_(new QLineEdit(this)), problem_(new QLabel(this)) {
  setWindowTitle(tr("Create sample project"));
  setMinimumWidth(dialogWidth);
  kind_->addItem(tr("Circuit boards with defects"), "boards");
  kind_->addItem(tr("Factory as a knowledge graph"), "facts");
  kind_->addItem(tr("Service reports with marked names"), "sentences");
  kind_->addItem(tr("Table of measurements"), "table");
  doc_->setProperty("role", "caption");
  doc_->setWordWrap(true);
  problem_->setProperty("role", "secondary");
  problem_->setWordWrap(true);
  auto* form = new QFormLayout;
  form->setVerticalSpacing(metrics::space3);
  form->setHorizontalSpacing(metrics::space4);
  form->addRow(tr("&Sample"), kind_);
  form->addRow(QString(), doc_);
  form->addRow(tr("&Count"), count_);
  form->addRow(tr("Random s&eed"), seed_);
  form->addRow(tr("&Folder"), folder_);
  auto* buttons = new QDialogButtonBox(this);
  create_ = new QPushButton(tr("Create"), this);
  create_->setProperty("kind", "primary");   // before the box asks for its size, with which its style is settled
  buttons->addButton(create_, QDialogButtonBox::AcceptRole);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(metrics::space5, metrics::space4, metrics::space5, metrics::space4);
  column->setSpacing(metrics::space4);
  column->addLayout(form);
  column->addWidget(problem_);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(kind_, &QComboBox::currentIndexChanged, this, &SampleDialog::showKind);
  connect(folder_, &QLineEdit::textChanged, this, &SampleDialog::check);
  showKind();
}

void SampleDialog::showKind() {
  const auto offer = [this](const QString& doc, int usual, const QString& unit) {
    doc_->setText(doc);
    count_->setValue(usual);
    count_->setSuffix(unit);
  };
  if (kind() == "boards") offer(tr("Drawn circuit boards in pairs, a good one and one with defects of six kinds, all labelled."), usualBoards, tr(" pairs"));
  else if (kind() == "facts") offer(tr("Machines, parts, faults and their causes with names in Chinese and English, rules to be learnt, and service reports."), usualMachines, tr(" machines"));
  else if (kind() == "sentences") offer(tr("Sentences in Chinese and English in which machines, parts and faults are marked, and how they are related: for a text reader."), usualSentences, tr(" sentences"));
  else offer(tr("Rows of numbers with a value to predict: a small example without images."), usualRows, tr(" rows"));
  QString name = kind();
  for (int i = 2; QFileInfo::exists(QDir(parentFolder_).filePath(name)); ++i) name = QStringLiteral("%1-%2").arg(kind()).arg(i);
  folder_->setText(QDir::cleanPath(QDir(parentFolder_).filePath(name)));
  check();
}

void SampleDialog::check() {
  const bool taken = !QDir(folder()).isEmpty();
  create_->setEnabled(!folder().isEmpty() && !taken);
  problem_->setText(taken ? tr("This folder is not empty. Choose another.") : QString());
}

QString SampleDialog::kind() const { return kind_->currentData().toString(); }
QString SampleDialog::folder() const { return folder_->text().trimmed(); }
int SampleDialog::count() const { return count_->value(); }
quint64 SampleDialog::seed() const { return static_cast<quint64>(seed_->value()); }

}  // namespace assay
