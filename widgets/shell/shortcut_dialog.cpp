// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/shortcut_dialog.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/shell/actions.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int keyWidth = 150;
const QSize dialogSize(520, 560);

QString keysOf(const QAction* action) {
  QStringList keys;
  for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
  return keys.join(QStringLiteral(", "));
}

void addRows(QTreeWidget* tree, const QString& group, const QList<QAction*>& actions) {
  QTreeWidgetItem* head = nullptr;
  for (const QAction* action : actions) {
    if (action->shortcuts().isEmpty()) continue;
    if (!head) {
      head = new QTreeWidgetItem(tree, {group});
      head->setFont(0, Theme::instance().titleFont());
      head->setFlags(Qt::ItemIsEnabled);
      head->setExpanded(true);
    }
    auto* row = new QTreeWidgetItem(head, {action->text().remove('&'), keysOf(action)});
    row->setIcon(0, action->icon());
  }
}

void filterRows(QTreeWidget* tree, const QString& text) {
  for (int i = 0; i < tree->topLevelItemCount(); ++i) {
    QTreeWidgetItem* head = tree->topLevelItem(i);
    bool any = false;
    for (int j = 0; j < head->childCount(); ++j) {
      QTreeWidgetItem* row = head->child(j);
      const bool fits = row->text(0).contains(text, Qt::CaseInsensitive) || row->text(1).contains(text, Qt::CaseInsensitive);
      row->setHidden(!fits);
      any = any || fits;
    }
    head->setHidden(!any);
  }
}

}  // namespace

ShortcutDialog::ShortcutDialog(const QList<QAction*>& window, const QString& pageTitle, const QList<QAction*>& page,
                               QWidget* parent)
    : QDialog(parent) {
  setWindowTitle(tr("Keyboard shortcuts"));
  resize(dialogSize);
  auto* search = new QLineEdit(this);
  search->setPlaceholderText(tr("Search by name or key"));
  search->setClearButtonEnabled(true);
  auto* tree = new QTreeWidget(this);
  tree->setColumnCount(2);
  tree->setHeaderHidden(true);
  tree->setRootIsDecorated(false);
  tree->setIndentation(metrics::space2);
  tree->setSelectionMode(QAbstractItemView::NoSelection);
  tree->header()->setStretchLastSection(false);
  tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  tree->header()->resizeSection(1, keyWidth);
  addRows(tree, pageTitle, page);
  QStringList groups;
  for (const QAction* action : window)
    if (!groups.contains(Actions::groupOf(action))) groups << Actions::groupOf(action);
  for (const QString& group : groups) {
    QList<QAction*> members;
    for (QAction* action : window)
      if (Actions::groupOf(action) == group) members << action;
    addRows(tree, group, members);
  }
  connect(search, &QLineEdit::textChanged, tree, [tree](const QString& text) { filterRows(tree, text.trimmed()); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(metrics::space4, metrics::space4, metrics::space4, metrics::space4);
  column->addWidget(search);
  column->addWidget(tree, 1);
}

}  // namespace assay
