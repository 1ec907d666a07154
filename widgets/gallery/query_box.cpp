// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/query_box.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>
#include <QStyle>

#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int pauseMilliseconds = 120;

QStringList fieldWords() { return {"class:", "status:", "split:", "source:", "group:", "name:", "boxes:"}; }

}  // namespace

QueryBox::QueryBox(QWidget* parent)
    : QLineEdit(parent), offered_(new QStringListModel(this)), completer_(new QCompleter(offered_, this)) {
  setPlaceholderText(tr("Filter: class:short status:unlabelled -split:test"));
  setClearButtonEnabled(true);
  setAccessibleName(tr("Filter"));
  auto* sign = addAction(Theme::instance().icon("search"), LeadingPosition);
  connect(&Theme::instance(), &Theme::changed, sign, [sign] { sign->setIcon(Theme::instance().icon("search")); });
  completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  completer_->setWidget(this);
  connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &QueryBox::complete);
  pause_.setSingleShot(true);
  pause_.setInterval(pauseMilliseconds);
  connect(&pause_, &QTimer::timeout, this, &QueryBox::read);
  connect(this, &QLineEdit::textChanged, &pause_, qOverload<>(&QTimer::start));
  connect(this, &QLineEdit::textEdited, this, &QueryBox::offer);
}

void QueryBox::setQuery(const Query& query) {
  setText(fromUtf8(query.text()));
  read();
}

void QueryBox::setVocabulary(const FacetCounts& counts) {
  words_ = fieldWords();
  const auto add = [this](QueryField field, const FacetCounts::Counts& values) {
    for (const auto& entry : values)
      words_ << fromUtf8(Query().toggled(field, entry.first).text());
  };
  add(QueryField::Class, counts.classes);
  add(QueryField::Status, counts.statuses);
  add(QueryField::Split, counts.splits);
  add(QueryField::Source, counts.sources);
  add(QueryField::Group, counts.groups);
}

void QueryBox::read() {
  pause_.stop();
  Query query = Query::parse(text().toStdString());
  QStringList problems;
  for (const std::string& problem : query.problems()) problems << fromUtf8(problem);
  setToolTip(problems.join('\n'));
  if (property("invalid").toBool() == problems.isEmpty()) {
    setProperty("invalid", !problems.isEmpty());
    style()->unpolish(this);
    style()->polish(this);
  }
  const bool isSame = query.terms() == query_.terms();
  query_ = std::move(query);
  if (!isSame) Q_EMIT queryChanged();
}

int QueryBox::wordBegin() const {
  int begin = cursorPosition();
  while (begin > 0 && !text()[begin - 1].isSpace()) --begin;
  if (begin < text().size() && text()[begin] == '-') ++begin;
  return begin;
}

void QueryBox::offer() {
  const QString word = text().mid(wordBegin(), cursorPosition() - wordBegin());
  QStringList fitting;
  const bool namesField = word.contains(':');
  for (const QString& candidate : words_)
    if (!word.isEmpty() && candidate.startsWith(word, Qt::CaseInsensitive) && candidate != word &&
        (namesField || candidate.endsWith(':')))
      fitting << candidate;
  offered_->setStringList(fitting);
  if (fitting.isEmpty()) completer_->popup()->hide();
  else completer_->complete();
}

void QueryBox::complete(const QString& word) {
  const int begin = wordBegin(), end = cursorPosition();
  const QString ending = word.endsWith(':') ? QString() : QStringLiteral(" ");
  setText(text().left(begin) + word + ending + text().mid(end).trimmed());
  setCursorPosition(begin + int((word + ending).size()));
  if (ending.isEmpty()) offer();
}

void QueryBox::keyPressEvent(QKeyEvent* event) {
  if (completer_->popup()->isVisible() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    completer_->popup()->hide();   // nothing was chosen in it: the text is meant
  }
  if (event->key() == Qt::Key_Escape && !text().isEmpty()) return clear();
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return read();
  QLineEdit::keyPressEvent(event);
}

}  // namespace assay
