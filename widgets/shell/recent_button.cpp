// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/recent_button.h"

#include <QPainter>

#include "widgets/theme/style_sheet.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr int buttonHeight = 44;
}

RecentButton::RecentButton(const QString& name, const QString& folder, QWidget* parent)
    : QAbstractButton(parent), folder_(folder) {
  setText(name);
  setAccessibleName(name + ", " + folder);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::StrongFocus);
}

QSize RecentButton::sizeHint() const { return {200, buttonHeight}; }

void RecentButton::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::instance();
  const Tokens& tokens = theme.tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (underMouse() || isDown()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(isDown() ? selectionColour(tokens) : hoverColour(tokens));
    painter.drawRoundedRect(rect(), metrics::radius, metrics::radius);
  }
  if (hasFocus()) {
    painter.setPen(tokens.accent);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
  }
  const int left = metrics::space2;
  theme.icon("folder").paint(&painter, QRect(left, (buttonHeight - 20) / 2, 20, 20));
  const QRect words = rect().adjusted(left + 20 + metrics::space3, 4, -metrics::space2, -4);
  painter.setFont(theme.bodyFont());
  painter.setPen(tokens.text);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, text());
  painter.setFont(theme.captionFont());
  painter.setPen(tokens.secondaryText);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom,
                   painter.fontMetrics().elidedText(folder_, Qt::ElideMiddle, words.width()));
}

}  // namespace assay
