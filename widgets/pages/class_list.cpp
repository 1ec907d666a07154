// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/class_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/theme/style_sheet.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

enum Role { NameRole = Qt::UserRole + 1, KeyRole, ColourRole, CountRole };
constexpr int rowHeight = metrics::control;

/// Key cap, colour dot, name, count.
class ClassDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {120, rowHeight}; }

  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const override {
    editor->setGeometry(option.rect.adjusted(52, 0, 0, 0));
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Tokens& tokens = Theme::instance().tokens();
    painter->save();
    const bool isActive = option.state & QStyle::State_Selected;
    if (isActive) painter->fillRect(option.rect, selectionColour(tokens));
    else if (option.state & QStyle::State_MouseOver) painter->fillRect(option.rect, hoverColour(tokens));
    const QRect row = option.rect.adjusted(metrics::space2, 0, -metrics::space3, 0);
    painter->setRenderHint(QPainter::Antialiasing);
    paintKey(*painter, row, index.data(KeyRole).toString());
    const QRectF dot(row.left() + 28, row.center().y() - 4.5, 10, 10);
    painter->setPen(Qt::NoPen);
    painter->setBrush(index.data(ColourRole).value<QColor>());
    painter->drawEllipse(dot);
    const QString count = index.data(CountRole).toInt() ? QLocale().toString(index.data(CountRole).toInt()) : QString();
    painter->setFont(Theme::instance().tabularFont());
    painter->setPen(tokens.secondaryText);
    painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, count);
    painter->setFont(Theme::instance().bodyFont());
    painter->setPen(tokens.text);
    const QRect place = row.adjusted(46, 0, -24, 0);
    painter->drawText(place, Qt::AlignVCenter, painter->fontMetrics().elidedText(index.data(NameRole).toString(), Qt::ElideRight, place.width()));
    painter->restore();
  }

 private:
  static void paintKey(QPainter& painter, const QRect& row, const QString& key) {
    if (key.isEmpty()) return;
    const Tokens& tokens = Theme::instance().tokens();
    const QRectF cap(row.left() + 0.5, row.center().y() - 8.5, 18, 18);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.window);
    painter.drawRoundedRect(cap, 3, 3);
    painter.setFont(Theme::instance().captionFont());
    painter.setPen(tokens.secondaryText);
    painter.drawText(cap, Qt::AlignCenter, key);
  }
};

}  // namespace

ClassList::ClassList(QWidget* parent)
    : QWidget(parent), list_(new QListWidget(this)), name_(new QLineEdit(this)), add_(new QToolButton(this)) {
  // Before anybody asks for a size: with that the style makes up its mind about the background.
  setProperty("role", "panel");
  setAttribute(Qt::WA_StyledBackground);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, metrics::space3, 0, metrics::space2);
  layout->setSpacing(metrics::space2);
  auto* title = new QLabel(tr("Classes"), this);
  title->setProperty("role", "section");
  title->setContentsMargins(metrics::space3, 0, 0, 0);
  layout->addWidget(title);
  list_->setItemDelegate(new ClassDelegate(list_));
  list_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
  list_->setAccessibleName(tr("Classes"));
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  layout->addWidget(list_, 1);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(metrics::space2, 0, metrics::space2, 0);
  row->setSpacing(metrics::space1);
  name_->setPlaceholderText(tr("New class"));
  name_->setMaxLength(100);
  name_->installEventFilter(this);
  add_->setIcon(Theme::instance().icon("plus"));
  add_->setToolTip(tr("Add the class"));
  row->addWidget(name_, 1);
  row->addWidget(add_);
  layout->addLayout(row);
  connect(add_, &QToolButton::clicked, this, &ClassList::addClass);
  connect(list_, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { Q_EMIT classChosen(item->data(NameRole).toString()); });
  connect(list_, &QListWidget::currentItemChanged, this, [this] {
    if (!isFilling_) Q_EMIT activeClassChanged(activeClass());
  });
  connect(list_, &QListWidget::itemChanged, this, &ClassList::finishRename);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    add_->setIcon(Theme::instance().icon("plus"));
    refresh();
  });
}

void ClassList::setSession(ProjectSession* session) {
  session_ = session;
  const bool canEdit = session && !session->isReadOnly();
  name_->setEnabled(canEdit);
  add_->setEnabled(canEdit);
  refresh();
}

void ClassList::refresh() {
  isFilling_ = true;
  const QString active = activeClass();
  list_->clear();
  if (session_) {
    for (const ClassDef& def : session_->project().classes) {
      const QString name = fromUtf8(def.name);
      auto* item = new QListWidgetItem(name, list_);
      item->setData(NameRole, name);
      item->setData(KeyRole, fromUtf8(def.key));
      item->setData(ColourRole, Theme::instance().series(session_->classColour(def.name)));
      item->setData(CountRole, counts_.value(name));
      item->setToolTip(name);
      if (!session_->isReadOnly()) item->setFlags(item->flags() | Qt::ItemIsEditable);
    }
  }
  isFilling_ = false;
  setActiveClass(active);
}

void ClassList::setCounts(const QHash<QString, int>& counts) {
  counts_ = counts;
  isFilling_ = true;
  for (int i = 0; i < list_->count(); ++i)
    list_->item(i)->setData(CountRole, counts.value(list_->item(i)->data(NameRole).toString()));
  isFilling_ = false;
}

QString ClassList::activeClass() const {
  return list_->currentItem() ? list_->currentItem()->data(NameRole).toString() : QString();
}

void ClassList::setActiveClass(const QString& name) {
  int row = list_->count() ? 0 : -1;
  for (int i = 0; i < list_->count(); ++i)
    if (list_->item(i)->data(NameRole).toString() == name) row = i;
  list_->setCurrentRow(row);
}

void ClassList::editNewClass() { name_->setFocus(); }

void ClassList::renameActiveClass() {
  if (list_->currentItem()) list_->editItem(list_->currentItem());
}

bool ClassList::nameIsFree(const QString& name) {
  if (!session_ || name.isEmpty()) return false;
  for (const ClassDef& def : session_->project().classes)
    if (fromUtf8(def.name).compare(name, Qt::CaseInsensitive) == 0) {
      Q_EMIT failed(tr("There is a class “%1” already.").arg(fromUtf8(def.name)));
      return false;
    }
  return true;
}

void ClassList::addClass() {
  const QString name = name_->text().simplified();
  if (!nameIsFree(name)) return;
  Project project = session_->project();
  // Colour and key: the lowest that no class has; a colour stays with its class for good.
  ClassDef def{name.toStdString(), 0, ""};
  const auto isTaken = [&](auto member, const auto& value) {
    return std::any_of(project.classes.begin(), project.classes.end(), [&](const ClassDef& c) { return c.*member == value; });
  };
  while (isTaken(&ClassDef::colour, def.colour)) ++def.colour;
  for (char digit = '1'; digit <= '9' && def.key.empty(); ++digit)
    if (!isTaken(&ClassDef::key, std::string(1, digit))) def.key = digit;
  project.classes.push_back(def);
  try {
    session_->setProject(project);
  } catch (const std::exception& error) {
    Q_EMIT failed(tr("The class was not added. %1").arg(QString::fromUtf8(error.what())));
    return;
  }
  name_->clear();
  refresh();
  setActiveClass(name);
  Q_EMIT classAdded(name);
}

void ClassList::finishRename(QListWidgetItem* item) {
  if (isFilling_) return;
  const QString before = item->data(NameRole).toString(), after = item->text().simplified();
  if (before == after) return;
  const bool onlyCase = before.compare(after, Qt::CaseInsensitive) == 0;
  if (!after.isEmpty() && (onlyCase || nameIsFree(after))) {
    Q_EMIT renamed(before, after);
  } else {
    isFilling_ = true;
    item->setText(before);
    isFilling_ = false;
  }
}

bool ClassList::eventFilter(QObject* watched, QEvent* event) {
  if (watched == name_ && (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress)) {
    auto* key = static_cast<QKeyEvent*>(event);
    // While a name is typed, Enter and Esc are its own, not the page's.
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (isEnter || key->key() == Qt::Key_Escape) {
      event->accept();
      if (event->type() == QEvent::ShortcutOverride) return true;
      if (isEnter) addClass();
      else name_->clear(), list_->setFocus();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace assay
