// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/suggestion_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "widgets/theme/theme.h"

namespace assay {

SuggestionBar::SuggestionBar(QWidget* parent) : QFrame(parent), text_(new QLabel(this)), label_(new QPushButton(tr("Label them"), this)) {
  setProperty("role", "card");
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(metrics::space3, metrics::space1, metrics::space2, metrics::space1);
  line->setSpacing(metrics::space2);
  auto* icon = new QLabel(this);
  icon->setPixmap(Theme::instance().icon("ask-model").pixmap(16));
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  auto* close = new QToolButton(this);
  close->setIcon(Theme::instance().icon("close"));
  close->setToolTip(tr("Show all images again"));
  line->addWidget(icon);
  line->addWidget(text_, 1);
  line->addWidget(label_);
  line->addWidget(close);
  connect(label_, &QPushButton::clicked, this, &SuggestionBar::labelAsked);
  connect(close, &QToolButton::clicked, this, &SuggestionBar::closed);
  hide();
}

void SuggestionBar::show(int images, int unlabelled, const QString& strategy, const QString& run) {
  text_->setText(unlabelled > 0 ? tr("%n image(s) to label next, as run %1 suggests (%2); %3 of them have no label yet.", nullptr, images).arg(run, strategy).arg(unlabelled)
                                : tr("%n image(s) that run %1 suggested (%2): all are labelled. Train again.", nullptr, images).arg(run, strategy));
  label_->setEnabled(unlabelled > 0);
  QFrame::show();
}

QString SuggestionBar::text() const { return text_->text(); }

}  // namespace assay
