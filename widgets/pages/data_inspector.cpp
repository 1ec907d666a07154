// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/data_inspector.h"

#include <map>

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/gallery/gallery_tile.h"
#include "widgets/gallery/item_index.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

/// The value that all items share, else "several".
template <class Get>
QString common(const std::vector<const Item*>& items, Get get) {
  const QString first = get(*items.front());
  for (const Item* item : items)
    if (get(*item) != first) return DataInspector::tr("several");
  return first;
}

template <class Value, class Get>
int commonRow(const std::vector<const Item*>& items, const QComboBox& box, Get get) {
  const Value first = get(*items.front());
  for (const Item* item : items)
    if (get(*item) != first) return -1;
  return box.findData(int(first));
}

}  // namespace

DataInspector::DataInspector(QWidget* parent)
    : QWidget(parent), title_(new QLabel(this)), hint_(new QLabel(this)), body_(new QWidget(this)), facts_(new QFormLayout),
      split_(new QComboBox(body_)), status_(new QComboBox(body_)), open_(new QPushButton(tr("Open to label"), body_)),
      remove_(new QPushButton(tr("Remove from the project…"), body_)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space3, metrics::space3, metrics::space3, metrics::space3);
  layout->setSpacing(metrics::space3);
  title_->setProperty("role", "section");
  title_->setWordWrap(true);
  title_->setTextFormat(Qt::PlainText);
  hint_->setProperty("role", "secondary");
  hint_->setWordWrap(true);
  hint_->setText(tr("Select items to see and change their properties."));
  layout->addWidget(title_);
  layout->addWidget(hint_);
  auto* inner = new QVBoxLayout(body_);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(metrics::space3);
  auto* settable = new QFormLayout;
  settable->setVerticalSpacing(metrics::space2);
  for (Split split : {Split::None, Split::Train, Split::Valid, Split::Test}) split_->addItem(splitText(split), int(split));
  for (LabelStatus status : {LabelStatus::Unlabelled, LabelStatus::Labelled, LabelStatus::Withheld})
    status_->addItem(statusText(status), int(status));
  for (QComboBox* box : {split_, status_}) box->setPlaceholderText(tr("several"));
  status_->setToolTip(tr("Withheld: there are labels, but training does not see them"));
  settable->addRow(tr("Split"), split_);
  settable->addRow(tr("Status"), status_);
  inner->addLayout(settable);
  facts_->setVerticalSpacing(metrics::space1);
  inner->addLayout(facts_);
  inner->addWidget(open_);
  remove_->setProperty("kind", "danger");
  inner->addWidget(remove_);
  layout->addWidget(body_);
  layout->addStretch();
  connect(split_, &QComboBox::activated, this, [this] { Q_EMIT splitChosen(Split(split_->currentData().toInt())); });
  connect(status_, &QComboBox::activated, this, [this] { Q_EMIT statusChosen(LabelStatus(status_->currentData().toInt())); });
  connect(open_, &QPushButton::clicked, this, &DataInspector::openRequested);
  connect(remove_, &QPushButton::clicked, this, &DataInspector::removeRequested);
}

void DataInspector::show(const ProjectSession* session, const ItemIndex& index, const std::vector<ItemId>& ids) {
  std::vector<const Item*> items;
  if (session)
    for (ItemId id : ids)
      if (const Item* item = session->item(id)) items.push_back(item);
  body_->setVisible(!items.empty());
  hint_->setVisible(items.empty());
  if (items.empty()) {
    title_->setText(tr("Nothing selected"));
    return;
  }
  title_->setText(items.size() == 1 ? fromUtf8(items.front()->path).section('/', -1)
                                    : tr("%n item(s)", nullptr, int(items.size())));
  title_->setToolTip(items.size() == 1 ? fromUtf8(items.front()->path) : QString());
  split_->setCurrentIndex(commonRow<Split>(items, *split_, [](const Item& item) { return item.split; }));
  status_->setCurrentIndex(commonRow<LabelStatus>(items, *status_, [](const Item& item) { return item.status; }));
  const bool canEdit = !session->isReadOnly();
  for (QWidget* control : {static_cast<QWidget*>(split_), static_cast<QWidget*>(status_), static_cast<QWidget*>(remove_)})
    control->setEnabled(canEdit);
  open_->setVisible(items.front()->kind == ItemKind::Image);
  showFacts(items, index);
}

void DataInspector::showFacts(const std::vector<const Item*>& items, const ItemIndex& index) {
  while (facts_->rowCount()) facts_->removeRow(0);
  const QLocale locale;
  const ItemKind kind = items.front()->kind;
  addFact(sizeText(kind), common(items, [&](const Item& item) {
            return kind != ItemKind::Image ? locale.toString(item.height) : tr("%1 × %2 px").arg(item.width).arg(item.height);
          }));
  if (kind == ItemKind::Table) addFact(tr("Columns"), common(items, [&](const Item& item) { return locale.toString(item.width); }));
  if (kind == ItemKind::Image) addFact(tr("Depth"), common(items, [](const Item& item) {
                 const QString colours = item.channels == 1 ? tr("grey") : item.channels == 4 ? tr("RGBA") : tr("RGB");
                 return tr("%1 bit %2").arg(item.bitDepth).arg(colours);
               }));
  addFact(tr("Reference"), common(items, [](const Item& item) { return fromUtf8(item.reference).section('/', -1); }));
  addFact(tr("Group"), common(items, [](const Item& item) { return fromUtf8(item.group); }));
  addFact(tr("Source"), common(items, [](const Item& item) { return fromUtf8(item.source); }));
  std::map<std::string, int> classes;
  for (const Item* item : items)
    for (const auto& [name, count] : index.classesOf(item->id)) classes[name] += count;
  for (const auto& [name, count] : classes) addFact(fromUtf8(name), locale.toString(count));
}

void DataInspector::addFact(const QString& name, const QString& value) {
  if (value.isEmpty()) return;
  auto* left = new QLabel(name);
  auto* right = new QLabel(value);
  left->setProperty("role", "secondary");
  for (QLabel* label : {left, right}) label->setTextFormat(Qt::PlainText);
  right->setWordWrap(true);
  right->setTextInteractionFlags(Qt::TextSelectableByMouse);
  facts_->addRow(left, right);
}

}  // namespace assay
