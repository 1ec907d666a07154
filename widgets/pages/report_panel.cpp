// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/report_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int listHeight = 6 * metrics::row;
constexpr std::size_t shownProblems = 5000;   // nobody reads more, and a list of a million rows takes a minute

}  // namespace

ReportPanel::ReportPanel(QWidget* parent)
    : QFrame(parent), icon_(new QLabel(this)), text_(new QLabel(this)), more_(new QPushButton(this)),
      list_(new QListWidget(this)) {
  setProperty("role", "card");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space3, metrics::space1, metrics::space2, metrics::space1);
  layout->setSpacing(metrics::space1);
  auto* line = new QHBoxLayout;
  line->setSpacing(metrics::space2);
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  more_->setProperty("kind", "flat");
  more_->setCheckable(true);
  auto* close = new QToolButton(this);
  close->setIcon(Theme::instance().icon("close"));
  close->setToolTip(tr("Close the report"));
  line->addWidget(icon_);
  line->addWidget(text_, 1);
  line->addWidget(more_);
  line->addWidget(close);
  layout->addLayout(line);
  list_->setMaximumHeight(listHeight);
  list_->setWordWrap(true);
  list_->setSelectionMode(QAbstractItemView::NoSelection);
  layout->addWidget(list_);
  connect(more_, &QPushButton::toggled, this, &ReportPanel::unfold);
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  hide();
}

void ReportPanel::report(const QString& sentence, const Problems& problems) {
  text_->setText(sentence);
  const QString icon = hasErrors(problems) ? "error" : problems.empty() ? "ok" : "warning";
  icon_->setPixmap(Theme::instance().icon(icon).pixmap(16));
  list_->clear();
  for (std::size_t i = 0; i < std::min(problems.size(), shownProblems); ++i) {
    const Problem& problem = problems[i];
    const QString where = fromUtf8(problem.where);
    const QString message = translateMessage(problem.message);
    auto* item = new QListWidgetItem(where.isEmpty() ? message : tr("%1: %2").arg(where, message), list_);
    item->setIcon(Theme::instance().icon(problem.severity == Severity::Error ? "error" : "warning"));
    item->setToolTip(item->text());
  }
  more_->setVisible(!problems.empty());
  more_->setChecked(hasErrors(problems));
  unfold(more_->isChecked());
  more_->setText(tr("%n problem(s)", nullptr, int(problems.size())));
  show();
}

void ReportPanel::unfold(bool on) { list_->setVisible(on && list_->count() > 0); }

QString ReportPanel::text() const { return text_->text(); }
int ReportPanel::problemCount() const { return list_->count(); }

}  // namespace assay
