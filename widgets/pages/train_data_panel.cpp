// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/train_data_panel.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "core/store/item_table.h"
#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/gallery/gallery_tile.h"
#include "widgets/pages/class_balance.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

struct SplitCount {
  int items = 0, labelled = 0;
  qint64 amount = 0;   ///< of sentences, triples or rows
};

/// What the project learns from is in files, which say little by their number.
std::optional<ItemKind> kindOfFiles(const std::vector<Item>& items) {
  for (const ItemKind kind : {ItemKind::Sentences, ItemKind::Triples, ItemKind::Table})
    if (std::any_of(items.begin(), items.end(), [kind](const Item& item) { return item.kind == kind; })) return kind;
  return std::nullopt;
}

QLabel* cell(const QString& text, const char* role, Qt::Alignment alignment) {
  auto* label = new QLabel(text);
  label->setProperty("role", role);
  label->setAlignment(alignment);
  if ((alignment & Qt::AlignRight) && *role == '\0') label->setFont(Theme::instance().tabularFont());
  return label;
}

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("role", "section");
  return label;
}

}  // namespace

TrainDataPanel::TrainDataPanel(QWidget* parent)
    : QWidget(parent), version_(new QLabel(this)), splits_(new QGridLayout), classes_(new ClassBalance(this)),
      classesHeading_(heading(tr("Labels to learn from"), this)), classesNote_(new QLabel(this)) {
  version_->setProperty("role", "secondary");
  version_->setWordWrap(true);
  classesNote_->setProperty("role", "caption");
  classesNote_->setWordWrap(true);
  splits_->setVerticalSpacing(metrics::space1);
  splits_->setHorizontalSpacing(metrics::space4);
  splits_->setColumnStretch(0, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(metrics::space2);
  column->addWidget(version_);
  column->addSpacing(metrics::space2);
  column->addLayout(splits_);
  column->addSpacing(metrics::space3);
  column->addWidget(classesHeading_);
  column->addWidget(classes_);
  column->addWidget(classesNote_);
  column->addStretch();
}

void TrainDataPanel::show(ProjectSession& session) {
  const auto versions = listVersions(session.database());
  version_->setText(versions.empty()
                        ? tr("Starting freezes the present labels as the first dataset version.")
                        : tr("Starting freezes the present labels. The last version was %1.").arg(fromUtf8(versions.front().hash).left(8)));
  showSplits(session);
  showClasses(session);
}

void TrainDataPanel::showSplits(ProjectSession& session) {
  while (QLayoutItem* item = splits_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const std::optional<ItemKind> kind = kindOfFiles(session.items());
  std::array<SplitCount, 4> counts;
  for (const Item& item : session.items()) {
    SplitCount& count = counts.at(static_cast<std::size_t>(item.split));
    ++count.items;
    if (item.kind == kind) count.amount += item.height;
    count.labelled += item.status == LabelStatus::Labelled;
  }
  const std::array<QString, 4> names = {tr("No split"), tr("Training"), tr("Validation"), tr("Test")};
  splits_->addWidget(cell(tr("Split"), "caption", Qt::AlignLeft), 0, 0);
  splits_->addWidget(cell(kind ? tr("Files") : tr("Items"), "caption", Qt::AlignRight), 0, 1);
  splits_->addWidget(cell(kind ? sizeText(*kind) : tr("Labelled"), "caption", Qt::AlignRight), 0, 2);
  int row = 1;
  const QLocale locale;
  for (const std::size_t split : {1u, 2u, 3u, 0u}) {
    if (split == 0 && counts[0].items == 0) continue;
    splits_->addWidget(cell(names[split], "", Qt::AlignLeft), row, 0);
    splits_->addWidget(cell(locale.toString(counts[split].items), "", Qt::AlignRight), row, 1);
    splits_->addWidget(cell(kind ? locale.toString(counts[split].amount) : locale.toString(counts[split].labelled), "", Qt::AlignRight), row++, 2);
  }
}

void TrainDataPanel::showClasses(ProjectSession& session) {
  std::map<std::string, int> counts;
  for (const ClassCount& count : session.classCounts()) {
    const Item* item = session.item(count.item);
    if (item && item->status == LabelStatus::Labelled && (item->split == Split::Train || item->split == Split::None))
      counts[count.className] += count.count;
  }
  std::vector<ClassBalance::Row> rows;
  for (const ClassDef& definition : session.project().classes)
    rows.push_back({fromUtf8(definition.name), definition.colour, counts[definition.name]});
  const bool hasOthers = kindOfFiles(session.items()).has_value();   // files have labels of their own
  for (QWidget* part : {static_cast<QWidget*>(classesHeading_), static_cast<QWidget*>(classesNote_)}) part->setVisible(!rows.empty() || !hasOthers);
  classesNote_->setText(rows.empty() ? tr("This project has no classes.") : tr("Boxes in labelled items that are not kept for testing."));
  classes_->setRows(std::move(rows));
}

}  // namespace assay
