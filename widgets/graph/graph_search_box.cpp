// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_search_box.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QStandardItemModel>

#include "widgets/graph/graph_data.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr std::size_t mostOffered = 20;
constexpr int entityRole = Qt::UserRole + 1;
}  // namespace

GraphSearchBox::GraphSearchBox(QWidget* parent) : QLineEdit(parent), found_(new QStandardItemModel(this)), completer_(new QCompleter(found_, this)) {
  setPlaceholderText(tr("Search for an entity"));
  setAccessibleName(tr("Search for an entity"));
  setClearButtonEnabled(true);
  completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);   // found_ holds what was found, in its order
  completer_->setMaxVisibleItems(12);
  setCompleter(completer_);
  connect(this, &QLineEdit::textEdited, this, &GraphSearchBox::offer);
  connect(completer_, qOverload<const QModelIndex&>(&QCompleter::activated), this,
          [this](const QModelIndex& index) { take(index.data(entityRole).toInt()); });
  connect(this, &QLineEdit::returnPressed, this, [this] {
    if (completer_->popup()->isVisible() && completer_->popup()->currentIndex().isValid()) return;   // activated() has told already
    if (const auto entity = best()) take(*entity);
  });
}

void GraphSearchBox::setData(std::shared_ptr<const GraphData> data) {
  data_ = std::move(data);
  found_->clear();
  clear();
}

void GraphSearchBox::offer(const QString& text) {
  found_->clear();
  if (!data_) return;
  for (int32_t entity : data_->search().find(text.toStdString(), mostOffered)) {
    const QString type = QString::fromStdString(data_->graph().typeOf(entity));
    auto* item = new QStandardItem(data_->name(entity));
    item->setData(entity, entityRole);
    const QString id = QString::fromStdString(data_->graph().entities().name(entity));
    item->setToolTip(type.isEmpty() ? id : id + QStringLiteral(" · ") + type);
    found_->appendRow(item);
  }
}

std::optional<int32_t> GraphSearchBox::best() const {
  if (!data_) return std::nullopt;
  const auto found = data_->search().find(text().toStdString(), 1);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

void GraphSearchBox::take(int32_t entity) {
  setText(data_->name(entity));
  completer_->popup()->hide();
  Q_EMIT entityChosen(entity);
}

}  // namespace assay
