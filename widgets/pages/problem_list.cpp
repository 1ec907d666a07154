// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/problem_list.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHash>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

QString fixText(const QString& fix) {
  static const QHash<QString, const char*> texts = {
      {"split.make", QT_TRANSLATE_NOOP("ProblemFixes", "Make a split")},
      {"data.import", QT_TRANSLATE_NOOP("ProblemFixes", "Import data")},
      {"label.items", QT_TRANSLATE_NOOP("ProblemFixes", "Label images")},
      {"class.add", QT_TRANSLATE_NOOP("ProblemFixes", "Add a class")},
      {"options.reset", QT_TRANSLATE_NOOP("ProblemFixes", "Use the defaults")},
  };
  const char* text = texts.value(fix, nullptr);
  return QCoreApplication::translate("ProblemFixes", text ? text : QT_TRANSLATE_NOOP("ProblemFixes", "Show"));
}

}  // namespace

ProblemList::ProblemList(QWidget* parent) : QWidget(parent), rows_(new QVBoxLayout(this)) {
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(metrics::space2);
}

/// A sentence about one item or option begins with its name; one about the project names what it is about.
QString ProblemList::sentence(const Problem& problem) const {
  const QString text = translateMessage(problem.message), where = fromUtf8(problem.where);
  const bool isPlace = where.isEmpty() || where.startsWith('/');   // the project's own: in the tool tip
  if (isPlace || text.contains(where)) return text;
  const QString name = nameOf_ ? nameOf_(problem.where) : QString();
  return tr("%1: %2").arg(name.isEmpty() ? where.section('/', -1) : name, text);
}

void ProblemList::show(const Problems& problems) {
  while (QLayoutItem* item = rows_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  Problems sorted = problems;   // what prevents the start first
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Problem& a, const Problem& b) { return a.severity > b.severity; });
  for (const Problem& problem : sorted) rows_->addWidget(makeRow(problem));
  setVisible(!problems.empty());
}

QWidget* ProblemList::makeRow(const Problem& problem) {
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(metrics::space2);
  const bool isError = problem.severity == Severity::Error;
  auto* icon = new QLabel(row);
  icon->setContentsMargins(0, (metrics::control - 16) / 2, 0, 0);   // in line with the button's text
  icon->setPixmap(Theme::instance().icon(isError ? "error" : "warning").pixmap(QSize(16, 16), devicePixelRatioF()));
  auto* text = new QLabel(sentence(problem), row);
  text->setToolTip(fromUtf8(problem.where));
  text->setProperty("role", isError ? "bad" : "warning");
  text->setWordWrap(true);
  text->setMinimumHeight(metrics::control);
  line->addWidget(icon, 0, Qt::AlignTop);
  line->addWidget(text, 1);
  if (problem.fix.empty()) return row;
  auto* fix = new QPushButton(fixText(fromUtf8(problem.fix)), row);
  connect(fix, &QPushButton::clicked, this, [this, id = fromUtf8(problem.fix)] { Q_EMIT fixRequested(id); });
  line->addWidget(fix, 0, Qt::AlignTop);
  return row;
}

}  // namespace assay
