// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/versions_dialog.h"

#include <memory>

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/labels/version_diff.h"
#include "core/project/make_version.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

VersionsDialog::VersionsDialog(ProjectSession& session, QWidget* parent)
    : QDialog(parent), session_(session), table_(new QTableWidget(this)), difference_(new QLabel(this)) {
  setWindowTitle(tr("Dataset versions"));
  resize(640, 420);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space5, metrics::space4, metrics::space5, metrics::space4);
  layout->setSpacing(metrics::space3);
  auto* text = new QLabel(tr("A version is a frozen list of items, labels and splits. Training makes one by itself, so every run keeps the data it saw."), this);
  text->setProperty("role", "secondary");
  text->setWordWrap(true);
  layout->addWidget(text);
  table_->setColumnCount(5);
  table_->setHorizontalHeaderLabels({tr("Version"), tr("Frozen"), tr("Items"), tr("Labelled"), tr("Labels")});
  table_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
  table_->horizontalHeader()->setHighlightSections(false);
  for (int column = 0; column < 5; ++column)
    table_->horizontalHeaderItem(column)->setTextAlignment((column < 2 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(metrics::row);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  layout->addWidget(table_, 1);
  difference_->setWordWrap(true);
  difference_->setMinimumHeight(2 * metrics::row);
  layout->addWidget(difference_);
  auto* buttons = new QDialogButtonBox(this);
  buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  freeze_ = new QPushButton(tr("Freeze the present state"), this);
  freeze_->setProperty("kind", "primary");   // before the box asks for its size, with which its style is settled
  buttons->addButton(freeze_, QDialogButtonBox::ActionRole);
  freeze_->setEnabled(!session.isReadOnly() && !session.items().empty());
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(freeze_, &QPushButton::clicked, this, &VersionsDialog::freeze);
  connect(table_, &QTableWidget::itemSelectionChanged, this, &VersionsDialog::showDifference);
  connect(&session, &QObject::destroyed, this, &QDialog::reject);
  reload();
}

void VersionsDialog::reload() {
  versions_ = listVersions(session_.database());
  const QLocale locale;
  table_->setRowCount(int(versions_.size()));
  for (int row = 0; row < int(versions_.size()); ++row) {
    const VersionRow& version = versions_[std::size_t(row)];
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(qint64(version.created * 1000));
    const QString texts[] = {fromUtf8(version.hash).left(8), locale.toString(time, QLocale::ShortFormat),
                             locale.toString(qlonglong(version.items)), locale.toString(qlonglong(version.labelled)),
                             locale.toString(qlonglong(version.annotations))};
    for (int column = 0; column < 5; ++column) {
      auto* cell = new QTableWidgetItem(texts[column]);
      if (column >= 2) cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      if (column == 0) cell->setToolTip(fromUtf8(version.hash));
      table_->setItem(row, column, cell);
    }
  }
  if (versions_.empty()) difference_->setText(tr("There is no version yet."));
  else table_->selectRow(0);
}

void VersionsDialog::freeze() {
  freeze_->setEnabled(false);
  session_.runInBackground(
      tr("Freezing a version"),
      [project = session_.project()](Database& database, const Progress&) { makeVersion(project, database); },
      [self = QPointer(this)](const QString& error) {
        if (!self) return;
        self->freeze_->setEnabled(true);
        self->reload();
        if (!error.isEmpty()) self->difference_->setText(tr("No version was made. %1").arg(error));
      });
}

void VersionsDialog::showDifference() {
  const int row = table_->currentRow();
  if (row < 0 || row >= int(versions_.size())) return;
  if (row + 1 >= int(versions_.size())) {
    difference_->setText(tr("This is the first version."));
    return;
  }
  const auto folder = session_.project().versionsFolder();
  const auto file = [&](int at) { return folder / (versions_[std::size_t(at)].hash + ".jsonl"); };
  auto result = std::make_shared<std::string>();
  difference_->setText(tr("Comparing…"));
  session_.runInBackground(
      tr("Comparing versions"),
      [result, after = file(row), before = file(row + 1)](Database&, const Progress&) {
        *result = summary(diffVersions(readSnapshot(before), readSnapshot(after)));
      },
      [self = QPointer(this), result, row](const QString& error) {
        if (!self || self->table_->currentRow() != row) return;
        self->difference_->setText(error.isEmpty() ? tr("Against the version before: %1.").arg(translateMessage(*result))
                                                   : tr("The versions cannot be compared. %1").arg(error));
      });
}

}  // namespace assay
