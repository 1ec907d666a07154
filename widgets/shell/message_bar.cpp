// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "widgets/theme/theme.h"

namespace assay {

namespace {

const char* severityOf(MessageBar::Kind kind) {
  return kind == MessageBar::Kind::Error ? "error" : kind == MessageBar::Kind::Warning ? "warning" : "info";
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), icon_(new QLabel(this)), text_(new QLabel(this)), action_(new QPushButton(this)) {
  setObjectName("messageBar");
  text_->setWordWrap(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text_->setFocusPolicy(Qt::NoFocus);
  auto* close = new QToolButton(this);
  close->setIcon(Theme::instance().icon("close"));
  close->setToolTip(tr("Close"));
  close->setAccessibleName(close->toolTip());
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(metrics::space3, metrics::space2, metrics::space2, metrics::space2);
  row->setSpacing(metrics::space2);
  row->addWidget(icon_);
  row->addWidget(text_, 1);
  row->addWidget(action_);
  row->addWidget(close);
  connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
  connect(action_, &QPushButton::clicked, this, [this] {
    const auto run = run_;
    dismiss();
    if (run) run();
  });
  hide();
}

void MessageBar::showMessage(Kind kind, const QString& text, const QString& action, std::function<void()> run) {
  setProperty("severity", severityOf(kind));
  style()->unpolish(this);
  style()->polish(this);
  icon_->setPixmap(Theme::instance().icon(severityOf(kind)).pixmap(QSize(20, 20), devicePixelRatioF()));
  text_->setText(text);
  text_->setAccessibleName(text);
  action_->setText(action);
  action_->setVisible(!action.isEmpty());
  run_ = std::move(run);
  show();
}

QString MessageBar::text() const { return text_->text(); }

void MessageBar::dismiss() {
  run_ = {};
  hide();
}

}  // namespace assay
