// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/problem_list.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHash>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

/// Core's sentences in the user's language: names in backticks and whole numbers stand as %1, %2 in the translation.
QString problemText(const std::string& message) {
  static const QRegularExpression varying("`[^`]*`|\\b\\d+\\b");
  const QString text = fromUtf8(message);
  QString pattern;
  QStringList parts;
  qsizetype from = 0;
  for (auto it = varying.globalMatch(text); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    pattern += text.mid(from, match.capturedStart() - from) + '%' + QString::number(parts.size() + 1);
    parts << match.captured();
    from = match.capturedEnd();
  }
  pattern += text.mid(from);
  QString translated = translateOption(pattern.toStdString());
  if (translated == pattern) return text;   // also when nothing varies: the sentence is its own translation
  for (const QString& part : parts) translated = translated.arg(part);
  return translated;
}

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
  icon->setPixmap(Theme::instance().icon(isError ? "error" : "warning").pixmap(QSize(16, 16), devicePixelRatioF()));
  auto* text = new QLabel(problemText(problem.message), row);
  text->setToolTip(fromUtf8(problem.where));
  text->setProperty("role", isError ? "bad" : "warning");
  text->setWordWrap(true);
  line->addWidget(icon, 0, Qt::AlignTop);
  line->addWidget(text, 1);
  if (problem.fix.empty()) return row;
  auto* fix = new QPushButton(fixText(fromUtf8(problem.fix)), row);
  connect(fix, &QPushButton::clicked, this, [this, id = fromUtf8(problem.fix)] { Q_EMIT fixRequested(id); });
  line->addWidget(fix, 0, Qt::AlignTop);
  return row;
}

}  // namespace assay
