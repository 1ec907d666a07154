// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done on the Data page. Whatever may take long runs in the background.
#include <algorithm>
#include <memory>

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTableWidget>
#include <QToolBar>
#include <QToolButton>
#include <QUrl>

#include "core/plugin/catalogue.h"
#include "core/project/export_items.h"
#include "core/project/import_items.h"
#include "core/store/item_table.h"
#include "core/store/journal.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/gallery/query_box.h"
#include "widgets/pages/data_page.h"
#include "widgets/pages/import_dialog.h"
#include "widgets/pages/report_panel.h"
#include "widgets/pages/split_dialog.h"
#include "widgets/pages/versions_dialog.h"
#include "widgets/theme/theme.h"

namespace assay {

QAction* DataPage::makeAction(const QString& text, const QString& icon, const QKeySequence& key) {
  auto* action = new QAction(Theme::instance().icon(icon), text, this);
  action->setShortcut(key);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  if (!key.isEmpty()) action->setToolTip(QStringLiteral("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
  connect(&Theme::instance(), &Theme::changed, action, [action, icon] { action->setIcon(Theme::instance().icon(icon)); });
  addAction(action);
  actions_ << action;
  return action;
}

void DataPage::makeActions() {
  import_ = makeAction(tr("Import…"), "import", QKeySequence(Qt::CTRL | Qt::Key_I));
  connect(import_, &QAction::triggered, this, [this] { askImport(); });
  export_ = makeAction(tr("Export…"), "export", QKeySequence(Qt::CTRL | Qt::Key_E));
  connect(export_, &QAction::triggered, this, [this] { popUpUnder(exportMenu_, export_); });
  for (const Format& format : formats()) {
    if (!format.write) continue;
    const QString name = fromUtf8(format.name);
    QAction* action = exportMenu_->addAction(name);
    action->setToolTip(translateOption(format.doc));
    connect(action, &QAction::triggered, this, [this, name] {
      const QString folder = QFileDialog::getSaveFileName(this, tr("Export as %1 into a new folder").arg(name));
      if (!folder.isEmpty()) exportTo(folder, name);
    });
  }
  exportMenu_->setToolTipsVisible(true);
  split_ = makeAction(tr("Split…"), "split", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
  connect(split_, &QAction::triggered, this, &DataPage::askSplit);
  versions_ = makeAction(tr("Versions…"), "snapshot", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V));
  connect(versions_, &QAction::triggered, this, &DataPage::showVersions);
  makeSuggestAction();
  QAction* find = makeAction(tr("Filter"), "filter", QKeySequence(Qt::CTRL | Qt::Key_F));
  connect(find, &QAction::triggered, this, [this] {
    query_->setFocus();
    query_->selectAll();
  });
  open_ = makeAction(tr("Open to label"), "label", QKeySequence(Qt::CTRL | Qt::Key_Return));
  connect(open_, &QAction::triggered, this, &DataPage::openSelected);
  quick_ = makeAction(tr("Quick look"), "image", QKeySequence());
  quick_->setToolTip(tr("Quick look (Space)"));
  // Named for the lists of keys; the gallery answers it, elsewhere the space bar presses what has the keyboard.
  quick_->setShortcut(QKeySequence(Qt::Key_Space));
  quick_->setShortcutContext(Qt::WidgetShortcut);
  connect(quick_, &QAction::triggered, this, [this] {
    if (gallery_->currentItem()) Q_EMIT gallery_->quickLook(gallery_->currentItem());
  });
  int digit = Qt::Key_1;
  const auto mark = [this, &digit](const QString& text, const QString& icon, auto apply) {
    QAction* action = makeAction(text, icon, QKeySequence(QKeyCombination(Qt::ALT, Qt::Key(digit++))));
    connect(action, &QAction::triggered, this, [this, apply] { apply(selectedItems()); });
    onSelection_ << action;
  };
  for (LabelStatus status : {LabelStatus::Labelled, LabelStatus::Unlabelled, LabelStatus::Withheld})
    mark(tr("Set status: %1").arg(statusText(status)), "label", [this, status](const auto& items) { setStatusOf(items, status); });
  for (Split split : {Split::Train, Split::Valid, Split::Test, Split::None})
    mark(tr("Set split: %1").arg(splitText(split)), "split", [this, split](const auto& items) { setSplitOf(items, split); });
  remove_ = makeAction(tr("Remove from the project…"), "delete", QKeySequence(Qt::Key_Delete));
  connect(remove_, &QAction::triggered, this, &DataPage::askRemove);
}

void DataPage::popUpUnder(QMenu* menu, QAction* action) {
  QWidget* button = tools_->widgetForAction(action);
  menu->popup(button ? button->mapToGlobal(QPoint(0, button->height())) : mapToGlobal(QPoint()));
}

void DataPage::updateActions() {
  const bool canEdit = session_ && !session_->isReadOnly();
  const bool hasItems = session_ && !session_->items().empty();
  const std::vector<ItemId> chosen = selectedItems();
  import_->setEnabled(canEdit);
  split_->setEnabled(canEdit && hasItems);
  export_->setEnabled(hasItems);
  versions_->setEnabled(session_);
  suggest_->setEnabled(canEdit && hasItems && !holdsTables() && !session_->runs().isSuggesting());
  const bool isPicture = !chosen.empty() && !holdsTables();
  open_->setEnabled(isPicture);
  quick_->setEnabled(isPicture);
  for (QAction* action : onSelection_) action->setEnabled(canEdit && !chosen.empty());
  remove_->setEnabled(canEdit && !chosen.empty());
}

void DataPage::showContextMenu(const QPoint& at) {
  QMenu menu(this);
  menu.addActions({open_, quick_});
  menu.addSeparator();
  menu.addActions(onSelection_);
  menu.addSeparator();
  menu.addAction(remove_);
  const QAbstractItemView* view = holdsTables() ? static_cast<QAbstractItemView*>(tables_) : gallery_;
  menu.exec(view->viewport()->mapToGlobal(at));
}

void DataPage::openSelected() {
  if (holdsTables() || !gallery_->currentItem()) return;
  Q_EMIT navigate("label", QVariant::fromValue(qint64(gallery_->currentItem().value)));
}

ItemKind DataPage::kind() const {
  if (!session_) return ItemKind::Image;
  if (!session_->items().empty()) return session_->items().front().kind;
  const PluginCatalogue catalogue = PluginCatalogue::scan();   // named: a range-for keeps no temporary alive
  for (const PluginEntry& entry : catalogue.entries())
    if (entry.error.empty() && entry.manifest.task == session_->project().task && !entry.manifest.itemKinds.empty())
      for (ItemKind known : {ItemKind::Table, ItemKind::Triples, ItemKind::Document, ItemKind::Sentences})
        if (entry.manifest.itemKinds.front() == itemKindName(known)) return known;
  return ItemKind::Image;
}

/// What the project's plugin learns from; without it, what the project has.
std::vector<ItemKind> DataPage::kinds() const {
  std::vector<ItemKind> kinds;
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  for (const PluginEntry& entry : catalogue.entries())
    if (entry.error.empty() && entry.manifest.id == session_->project().plugin)
      for (ItemKind known : {ItemKind::Image, ItemKind::Table, ItemKind::Triples, ItemKind::Document, ItemKind::Sentences})
        if (std::find(entry.manifest.itemKinds.begin(), entry.manifest.itemKinds.end(), itemKindName(known)) != entry.manifest.itemKinds.end()) kinds.push_back(known);
  return kinds.empty() ? std::vector{kind()} : kinds;
}

// Import and export ----------------------------------------------------------------------------------

void DataPage::askImport(const QStringList& sources) {
  if (!session_ || session_->isReadOnly()) return;
  auto* dialog = new ImportDialog(kinds(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setSources(sources);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { importFrom(dialog->sources(), dialog->format(), dialog->options()); });
  dialog->open();
}

void DataPage::importFrom(const QStringList& sources, const Format& format, const ImportOptions& options) {
  if (!session_ || sources.isEmpty()) return;
  auto project = std::make_shared<Project>(session_->project());
  auto result = std::make_shared<ImportReport>();
  const QString name = QUrl::fromLocalFile(sources.first()).fileName();
  session_->changeInBackground(
      tr("Importing %1").arg(name),
      [=, source = toPath(sources.first())](Database& database, const Progress& progress) {
        *result = importItems(*project, database, format, source, options, progress);
      },
      whileAlive(this, [this, session = session_, project, result, name](const QString& error) {
        if (session != session_) return;
        if (!error.isEmpty()) {
          report_->report(tr("%1 was not imported; the project is as it was.").arg(name),
                          {{Severity::Error, "", error.toStdString(), ""}});
          return;
        }
        if (!result->newClasses.empty()) addClasses(*project);
        const QString sentence = result->imported() ? tr("Imported from %1: %2.").arg(name, translateMessage(summary(*result)))
                                                    : tr("%1 was not imported: it has errors.").arg(name);
        report_->report(sentence, result->problems);
        Q_EMIT status(sentence);
      }));
}

/// Those that the import brought, to the project as it is now: somebody may have worked on it meanwhile.
void DataPage::addClasses(const Project& imported) {
  Project now = session_->project();
  for (const ClassDef& brought : imported.classes) {
    const auto isIt = [&](const ClassDef& def) { return def.name == brought.name; };
    if (std::none_of(now.classes.begin(), now.classes.end(), isIt)) now.classes.push_back(brought);
  }
  session_->setProject(now);
}

void DataPage::exportTo(const QString& folder, const QString& formatName) {
  if (!session_) return;
  auto result = std::make_shared<ExportReport>();
  session_->runInBackground(
      tr("Exporting as %1").arg(formatName),
      [=, project = session_->project()](Database& database, const Progress& progress) {
        *result = exportItems(project, database, formatByName(formatName.toStdString()), toPath(folder), progress);
      },
      whileAlive(this, [this, session = session_, result, folder](const QString& error) {
        if (session != session_) return;
        if (!error.isEmpty()) return report_->report(tr("Nothing was exported."), {{Severity::Error, "", error.toStdString(), ""}});
        Problems losses;
        for (const std::string& loss : result->losses) losses.push_back({Severity::Warning, "", loss, ""});
        report_->report(tr("%1 items with %2 labels were written to %3.")
                            .arg(QLocale().toString(qint64(result->items)), QLocale().toString(qint64(result->annotations)), folder),
                        losses);
      }));
}

void DataPage::dragEnterEvent(QDragEnterEvent* event) {
  if (!session_ || session_->isReadOnly()) return;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) event->acceptProposedAction();
}

void DataPage::dropEvent(QDropEvent* event) {
  QStringList sources;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) sources << url.toLocalFile();
  if (sources.isEmpty()) return;
  event->acceptProposedAction();
  askImport(sources);
}

// Changes of items -----------------------------------------------------------------------------------

void DataPage::change(const QString& title, Work work, std::function<void()> done) {
  session_->changeInBackground(title, std::move(work), whileAlive(this, [this, session = session_, title, done](const QString& error) {
    if (session != session_) return;
    if (error.isEmpty()) done();
    else report_->report(tr("%1 did not work; nothing was changed.").arg(title), {{Severity::Error, "", error.toStdString(), ""}});
  }));
}

void DataPage::setSplitOf(const std::vector<ItemId>& items, Split split) {
  if (!session_ || session_->isReadOnly() || items.empty()) return;
  const auto work = [items, split](Database& database, const Progress& progress) {
    Transaction transaction(database);
    for (std::size_t i = 0; i < items.size(); ++i) {
      progress.step(int64_t(i), int64_t(items.size()));
      std::optional<Item> item = findItem(database, items[i]);
      if (!item || item->split == split) continue;
      item->split = split;
      updateItem(database, *item);
    }
    transaction.commit();
  };
  change(tr("Setting the split"), work, [this, split, count = int(items.size())] {
    Q_EMIT status(tr("%n item(s) set to %1.", nullptr, count).arg(splitText(split)));
  });
}

void DataPage::setStatusOf(const std::vector<ItemId>& items, LabelStatus status) {
  if (!session_ || session_->isReadOnly() || items.empty()) return;
  const auto work = [items, status](Database& database, const Progress& progress) {
    Transaction transaction(database);   // one disk sync instead of one an item
    for (std::size_t i = 0; i < items.size(); ++i) {
      progress.step(int64_t(i), int64_t(items.size()));
      const std::optional<Item> item = findItem(database, items[i]);
      if (!item || item->status == status) continue;
      Edit edit;
      edit.item = item->id;
      edit.change = StatusChange{item->status, status};
      applyEdit(database, edit);
    }
    transaction.commit();
  };
  change(tr("Setting the status"), work, [this, status, count = int(items.size())] {
    Q_EMIT this->status(tr("%n item(s) set to %1.", nullptr, count).arg(statusText(status)));
  });
}

void DataPage::askSplit() {
  if (!session_ || session_->isReadOnly() || session_->items().empty()) return;
  auto* dialog = new SplitDialog(int(session_->items().size()), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { splitBy(dialog->plan()); });
  dialog->open();
}

void DataPage::splitBy(const SplitPlan& plan) {
  auto result = std::make_shared<SplitReport>();
  const auto work = [result, plan](Database& database, const Progress&) { *result = splitItems(database, plan); };
  change(tr("Splitting"), work, [this, result] {
    const QLocale locale;
    const auto number = [&](int64_t value) { return locale.toString(qlonglong(value)); };
    QString sentence = tr("Split: %1 train, %2 valid, %3 test.").arg(number(result->train), number(result->valid), number(result->test));
    if (result->withheld) sentence += tr(" The labels of %1 items are withheld.").arg(number(result->withheld));
    if (result->kept) sentence += tr(" %1 kept the split they had.").arg(number(result->kept));
    report_->report(sentence, {});
  });
}

void DataPage::showVersions() {
  if (!session_) return;
  auto* dialog = new VersionsDialog(*session_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void DataPage::askRemove() {
  const std::vector<ItemId> items = selectedItems();
  if (items.empty() || !session_ || session_->isReadOnly()) return;
  auto* question = new QMessageBox(QMessageBox::Warning, tr("Remove from the project"),
                                   tr("Remove %n item(s) and their labels from the project?", nullptr, int(items.size())),
                                   QMessageBox::Cancel, this);
  question->setInformativeText(tr("The files stay where they are. The labels cannot be brought back."));
  QPushButton* remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
  question->button(QMessageBox::Cancel)->setText(tr("Cancel"));
  question->setDefaultButton(QMessageBox::Cancel);
  question->setAttribute(Qt::WA_DeleteOnClose);
  connect(question, &QMessageBox::buttonClicked, this, [this, items, remove](QAbstractButton* pressed) {
    if (pressed == remove) removeItems(items);
  });
  question->open();
}

void DataPage::removeItems(const std::vector<ItemId>& items) {
  if (!session_ || session_->isReadOnly() || items.empty()) return;
  change(tr("Removing items"),
         [items](Database& database, const Progress&) { assay::removeItems(database, items); },
         [this, count = int(items.size())] { Q_EMIT status(tr("%n item(s) removed.", nullptr, count)); });
}

}  // namespace assay
