// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/document_panel.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>

#include "widgets/bridge/text.h"
#include "widgets/graph/graph_data.h"
#include "widgets/graph/relation_delegate.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr int pastedText = 0, allDocuments = 1;   // rows of the source box
constexpr int mostReaderCharacters = 24;          // of a project's name in the box
}

DocumentPanel::DocumentPanel(QWidget* parent) : QWidget(parent), table_(new ProposalTable(this)) {
  setAcceptDrops(true);
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->addWidget(buildText());
  splitter->addWidget(buildProposals());
  splitter->setSizes({220, 420});
  splitter->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(splitter);
  setDocuments({}, {});
  setReaders({}, {}, {});
  connect(table_, &ProposalTable::chosenChanged, this, &DocumentPanel::updateButtons);
  connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DocumentPanel::updateButtons);
  updateButtons();
}

QWidget* DocumentPanel::buildText() {
  auto* page = new QFrame;
  page->setProperty("role", "panel");
  source_ = new QComboBox;
  source_->setAccessibleName(tr("Text to read"));
  text_ = new QPlainTextEdit;
  text_->setPlaceholderText(tr("Paste a report here, or drop a text file."));
  text_->setAccessibleName(tr("Text"));
  text_->setAcceptDrops(false);   // the panel takes them: a file's name is not its text
  reader_ = new QComboBox;
  reader_->setAccessibleName(tr("Text reader"));
  reader_->setToolTip(tr("A trained text reader also finds names that the graph does not have, and reads from the sentence how two names are related"));
  find_ = new QPushButton(tr("Find facts"));
  find_->setIcon(Theme::instance().icon("search"));
  auto* row = new QHBoxLayout;
  row->addWidget(source_, 1);
  row->addWidget(reader_);
  row->addWidget(find_);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(metrics::space3, metrics::space2, metrics::space3, metrics::space2);
  column->setSpacing(metrics::space2);
  column->addLayout(row);
  column->addWidget(text_, 1);
  connect(find_, &QPushButton::clicked, this, &DocumentPanel::findRequested);
  connect(text_, &QPlainTextEdit::textChanged, this, [this] {
    if (source_->currentIndex() != pastedText && !text_->document()->isEmpty()) source_->setCurrentIndex(pastedText);
    updateButtons();
  });
  connect(source_, &QComboBox::currentIndexChanged, this, &DocumentPanel::updateButtons);
  connect(reader_, &QComboBox::activated, this, [this](int row) {
    if (reader_->itemData(row).isValid()) Q_EMIT readerChosen(reader_->itemData(row).toString());
    else Q_EMIT otherReaderRequested();
  });
  return page;
}

QWidget* DocumentPanel::buildProposals() {
  auto* page = new QFrame;
  page->setProperty("role", "panel");
  message_ = new QLabel;
  message_->setProperty("role", "secondary");
  message_->setWordWrap(true);
  view_ = new QTableView;
  view_->setModel(table_);
  view_->setItemDelegateForColumn(ProposalTable::Relation, new RelationDelegate(view_));
  view_->setSelectionBehavior(QAbstractItemView::SelectRows);
  view_->setShowGrid(false);
  view_->setWordWrap(false);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setTabKeyNavigation(false);
  view_->verticalHeader()->hide();
  view_->verticalHeader()->setDefaultSectionSize(metrics::row);
  view_->horizontalHeader()->setStretchLastSection(true);
  view_->horizontalHeader()->setHighlightSections(false);
  const int widths[] = {190, 150, 190, 64};
  for (int column = 0; column < int(std::size(widths)); ++column) view_->setColumnWidth(column, widths[column]);
  accept_ = new QPushButton;
  accept_->setIcon(Theme::instance().icon("accept"));
  reject_ = new QPushButton(tr("Reject"));
  reject_->setIcon(Theme::instance().icon("reject"));
  auto* row = new QHBoxLayout;
  row->addWidget(message_, 1);
  row->addWidget(reject_);
  row->addWidget(accept_);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(metrics::space3, metrics::space2, metrics::space3, metrics::space2);
  column->setSpacing(metrics::space2);
  column->addLayout(row);
  column->addWidget(view_, 1);
  connect(accept_, &QPushButton::clicked, this, &DocumentPanel::acceptRequested);
  connect(reject_, &QPushButton::clicked, this, &DocumentPanel::rejectSelected);
  return page;
}

void DocumentPanel::setData(std::shared_ptr<const GraphData> data) {
  data_ = data;
  table_->setGraph(std::move(data));
  if (table_->rowCount() == 0)
    showMessage(tr("Entities of the graph that a text names together are proposed with the relation that the model finds likeliest. Tick what is right; a double click changes a relation."));
}

void DocumentPanel::setDocuments(const QStringList& names, const QStringList& paths) {
  const QSignalBlocker quiet(source_);
  const QStringList before = files();
  source_->clear();
  source_->addItem(tr("The text below"));
  if (!paths.isEmpty()) source_->addItem(tr("All %n document(s) of the project", nullptr, int(paths.size())), paths);
  for (qsizetype i = 0; i < paths.size(); ++i) source_->addItem(names[i], QStringList{paths[i]});
  for (const QString& file : std::as_const(dropped_)) source_->addItem(QFileInfo(file).fileName(), QStringList{file});
  if (!paths.isEmpty() && text_->document()->isEmpty()) source_->setCurrentIndex(allDocuments);
  if (const int row = before.size() == 1 ? source_->findData(before) : -1; row >= 0) source_->setCurrentIndex(row);
  updateButtons();
}

void DocumentPanel::setReaders(const QStringList& names, const QStringList& folders, const QString& chosen) {
  reader_->clear();
  reader_->addItem(tr("Names of the graph only"), QString());
  for (qsizetype i = 0; i < folders.size(); ++i)
    reader_->addItem(Theme::instance().icon("ask-model"), names[i].size() > mostReaderCharacters ? names[i].left(mostReaderCharacters) + u'…' : names[i], folders[i]);
  reader_->addItem(tr("Choose a text reader…"));
  reader_->setCurrentIndex(std::max(0, int(folders.indexOf(chosen)) + 1));
}

void DocumentPanel::setReadOnly(bool readOnly) {
  isReadOnly_ = readOnly;
  updateButtons();
}

QString DocumentPanel::text() const { return text_->toPlainText(); }
void DocumentPanel::setText(const QString& text) { text_->setPlainText(text); }
QStringList DocumentPanel::files() const { return source_->currentData().toStringList(); }

void DocumentPanel::showPairs(const FoundPairs& found) {
  std::vector<Proposal> proposals;
  for (const NamedPair& pair : found.pairs)
    proposals.push_back({{pair.first, -1, pair.second}, 0, fromUtf8(pair.sentence), pair.sentences});
  table_->setProposals(std::move(proposals));
  const QLocale locale;
  const auto number = [&](int64_t value) { return locale.toString(qlonglong(value)); };
  QString text = tr("%1 sentences name %2 entities; %3 pairs are linked already, %4 are new.").arg(number(found.sentences), number(found.mentions), number(found.known), number(int64_t(found.pairs.size())));
  if (!found.isComplete) text += QLatin1Char(' ') + tr("Not all of them are listed.");
  showMessage(text);
}

void DocumentPanel::showMessage(const QString& text) { message_->setText(text); }

/// None while nobody sees them: a key must not act on what is out of sight.
std::vector<int> DocumentPanel::selectedRows() const {
  std::vector<int> rows;
  if (!isVisible()) return rows;
  for (const QModelIndex& index : view_->selectionModel()->selectedRows()) rows.push_back(index.row());
  return rows;
}

void DocumentPanel::chooseSelected() {
  const std::vector<int> rows = selectedRows();
  if (rows.empty()) return;
  const bool isChosen = !table_->proposals()[std::size_t(rows.front())].isChosen;
  for (int row : rows) table_->setChosen(row, isChosen);
}

void DocumentPanel::rejectSelected() { table_->remove(selectedRows()); }

void DocumentPanel::turnSelected() {
  for (int row : selectedRows()) table_->turn(row);
}

void DocumentPanel::updateButtons() {
  if (!view_) return;   // being built
  const int chosen = table_->chosenCount();
  find_->setEnabled(data_ && (!files().isEmpty() || !text_->document()->isEmpty()));
  accept_->setText(chosen == 0 ? tr("Accept") : tr("Accept %n fact(s)", nullptr, chosen));
  accept_->setEnabled(chosen > 0 && !isReadOnly_);
  reject_->setEnabled(view_->selectionModel()->hasSelection());
}

void DocumentPanel::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasText() || event->mimeData()->hasUrls()) event->acceptProposedAction();
}

/// Dropped files become choices beside the project's documents and are read where they lie; dropped text is taken as pasted.
void DocumentPanel::dropEvent(QDropEvent* event) {
  QStringList files;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) files << url.toLocalFile();
  dropped_ << files;
  for (const QString& file : std::as_const(files)) source_->addItem(QFileInfo(file).fileName(), QStringList{file});
  if (files.isEmpty()) setText(event->mimeData()->text());
  else source_->setCurrentIndex(source_->count() - 1);
  event->acceptProposedAction();
}

}  // namespace assay
