// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/job_line.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr int barWidth = 96;
constexpr int barSteps = 1000;
}

JobLine::JobLine(const QString& cancelTip, QWidget* parent)
    : QWidget(parent), text_(new QLabel(this)), bar_(new QProgressBar(this)), cancel_(new QToolButton(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(metrics::space2);
  row->addWidget(text_);
  row->addWidget(bar_);
  row->addWidget(cancel_);
  bar_->setFixedWidth(barWidth);
  bar_->setTextVisible(false);
  bar_->setRange(0, 0);
  cancel_->setIcon(Theme::instance().icon("close"));
  cancel_->setIconSize(QSize(14, 14));
  cancel_->setToolTip(cancelTip);
  cancel_->setAccessibleName(cancelTip);
  connect(cancel_, &QToolButton::clicked, this, [this] {
    cancel_->setEnabled(false);   // asked once is enough; the job ends at its next safe point
    Q_EMIT cancelRequested();
  });
}

void JobLine::setText(const QString& text) {
  if (text != text_->text()) text_->setText(text);   // else ten layouts a second for nothing
}
QString JobLine::text() const { return text_->text(); }

void JobLine::setProgress(qint64 done, qint64 total) {
  bar_->setRange(0, total > 0 ? barSteps : 0);
  if (total > 0) bar_->setValue(static_cast<int>(std::clamp<qint64>(done * barSteps / total, 0, barSteps)));
}

}  // namespace assay
