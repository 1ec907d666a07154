// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/command_palette.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include "widgets/shell/fuzzy_match.h"
#include "widgets/shell/palette_delegate.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int preferredWidth = 560;
constexpr int maxRows = 12;
constexpr int maxShown = 60;

struct Ranked {
  int score;
  PaletteEntry entry;
  QList<int> positions;
};

/// The text counts in full, its group only as a way in.
FuzzyMatch matchEntry(const QString& query, const PaletteEntry& entry) {
  FuzzyMatch byText = fuzzyMatch(query, entry.text);
  if (byText.matches()) return byText;
  FuzzyMatch both = fuzzyMatch(query, entry.text + ' ' + entry.group);
  if (!both.matches()) return both;
  const auto end = std::remove_if(both.positions.begin(), both.positions.end(),
                                  [&](int at) { return at >= entry.text.size(); });
  both.positions.erase(end, both.positions.end());
  both.score /= 2;
  return both;
}

}  // namespace

CommandPalette::CommandPalette(QWidget* parent) : QFrame(parent), field_(new QLineEdit(this)), list_(new QListView(this)) {
  setObjectName("palette");
  setFrameShape(QFrame::StyledPanel);
  field_->setPlaceholderText(tr("Search actions, pages, images and projects"));
  field_->setAccessibleName(field_->placeholderText());
  list_->setModel(&model_);
  list_->setItemDelegate(new PaletteDelegate(list_));
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setUniformItemSizes(true);
  list_->setMouseTracking(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  column->addWidget(field_);
  column->addWidget(list_);
  field_->installEventFilter(this);
  connect(field_, &QLineEdit::textChanged, this, &CommandPalette::refresh);
  connect(list_, &QListView::clicked, this, &CommandPalette::runCurrent);
  hide();
}

void CommandPalette::addSource(Source source) { sources_ << std::move(source); }

void CommandPalette::open() {
  focusBefore_ = QApplication::focusWidget();
  field_->clear();
  refresh();
  place();
  show();
  raise();
  field_->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::place() {
  const int rows = std::clamp(static_cast<int>(shown_.size()), 1, maxRows);
  list_->setFixedHeight(rows * PaletteDelegate::rowHeight + 2 * metrics::space1);
  const int w = std::min(preferredWidth, parentWidget()->width() - 2 * metrics::space5);
  setFixedWidth(w);
  adjustSize();
  move((parentWidget()->width() - w) / 2, metrics::toolbar + metrics::space2);
}

void CommandPalette::refresh() {
  const QString query = field_->text().trimmed();
  std::vector<Ranked> ranked;
  for (const Source& source : sources_)
    for (PaletteEntry& entry : source(query)) {
      FuzzyMatch match = matchEntry(query, entry);
      if (match.matches()) ranked.push_back({match.score, std::move(entry), std::move(match.positions)});
    }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  if (ranked.size() > maxShown) ranked.resize(maxShown);
  model_.clear();
  shown_.clear();
  for (const Ranked& one : ranked) {
    auto* row = new QStandardItem(one.entry.icon, one.entry.text);
    row->setData(one.entry.group, PaletteDelegate::GroupRole);
    row->setData(one.entry.key, PaletteDelegate::KeyRole);
    row->setData(QVariant::fromValue(one.positions), PaletteDelegate::MatchRole);
    model_.appendRow(row);
    shown_ << one.entry;
  }
  if (shown_.isEmpty()) {
    auto* none = new QStandardItem(tr("Nothing is called that."));
    none->setEnabled(false);
    model_.appendRow(none);
  }
  list_->setCurrentIndex(model_.index(0, 0));
  if (isVisible()) place();
}

QStringList CommandPalette::shownTexts() const {
  QStringList texts;
  for (const PaletteEntry& entry : shown_) texts << entry.text;
  return texts;
}

void CommandPalette::moveSelection(int by) {
  const int rows = model_.rowCount();
  const int row = (list_->currentIndex().row() + by + rows) % rows;
  list_->setCurrentIndex(model_.index(row, 0));
}

void CommandPalette::runCurrent() {
  const int row = list_->currentIndex().row();
  if (row < 0 || row >= shown_.size()) return;
  const auto run = shown_[row].run;
  dismiss();
  if (run) run();
}

void CommandPalette::dismiss() {
  if (!isVisible()) return;
  hide();
  if (focusBefore_) focusBefore_->setFocus(Qt::OtherFocusReason);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) hide();
  // Escape must reach us before a window shortcut takes it.
  if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();
    return true;
  }
  if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down: moveSelection(1); return true;
    case Qt::Key_Up: moveSelection(-1); return true;
    case Qt::Key_PageDown: moveSelection(std::min(maxRows, model_.rowCount() - 1)); return true;
    case Qt::Key_PageUp: moveSelection(-std::min(maxRows, model_.rowCount() - 1)); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: runCurrent(); return true;
    case Qt::Key_Escape: dismiss(); return true;
    default: return QFrame::eventFilter(watched, event);
  }
}

}  // namespace assay
