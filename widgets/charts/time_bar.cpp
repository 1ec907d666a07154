// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/time_bar.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include "widgets/bridge/run_progress.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr int barHeight = 14, rowHeight = 20;

/// Short phases with a tenth: "0 s" beside 0.6 % is a contradiction.
QString secondsText(double seconds) {
  if (seconds >= 9.95 || seconds <= 0) return durationText(seconds);
  return QCoreApplication::translate("RunProgress", "%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

}

TimeBar::TimeBar(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TimeBar::setParts(std::vector<Part> parts) {
  const bool isOtherSize = parts.size() != parts_.size();
  parts_ = std::move(parts);
  QStringList words;
  for (std::size_t i = 0; i < parts_.size(); ++i)
    words << QStringLiteral("%1 %2 %").arg(parts_[i].name).arg(QLocale().toString(100 * share(int(i)), 'f', 0));
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  if (isOtherSize) updateGeometry();
  update();
}

double TimeBar::total() const {
  double total = 0;
  for (const Part& part : parts_) total += part.seconds;
  return total;
}

double TimeBar::share(int part) const {
  const double all = total();
  return all > 0 ? parts_[std::size_t(part)].seconds / all : 0;
}

QRect TimeBar::barRect() const { return {0, 2, width(), barHeight}; }

QSize TimeBar::sizeHint() const { return {240, barHeight + 10 + rowHeight * int(parts_.size())}; }

void TimeBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Tokens& tokens = Theme::instance().tokens();
  const QRect bar = barRect();
  painter.fillRect(bar, tokens.line);
  double left = bar.left();
  int y = bar.bottom() + 9;
  QFont numbers = Theme::instance().tabularFont();
  numbers.setPixelSize(metrics::captionPx);
  for (int i = 0; i < int(parts_.size()); ++i) {
    const double width = share(i) * bar.width();
    const QColor colour = Theme::instance().series(parts_[std::size_t(i)].colour);
    if (width >= 0.5) painter.fillRect(QRectF(left, bar.top(), std::max(1.0, width - 1), bar.height()), colour);
    left += width;
    painter.fillRect(QRect(0, y + 6, 8, 8), colour);
    painter.setPen(tokens.text);
    painter.setFont(Theme::instance().captionFont());
    painter.drawText(QRect(16, y, this->width() / 2, rowHeight), Qt::AlignVCenter, parts_[std::size_t(i)].name);
    painter.setPen(tokens.secondaryText);
    painter.setFont(numbers);
    painter.drawText(QRect(0, y, this->width() - 52, rowHeight), Qt::AlignVCenter | Qt::AlignRight,
                     secondsText(parts_[std::size_t(i)].seconds));
    painter.drawText(QRect(0, y, this->width(), rowHeight), Qt::AlignVCenter | Qt::AlignRight,
                     QLocale().toString(100 * share(i), 'f', share(i) < 0.0995 ? 1 : 0) + QStringLiteral(" %"));
    y += rowHeight;
  }
}

bool TimeBar::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  double left = 0;
  for (int i = 0; i < int(parts_.size()); ++i) {
    left += share(i) * width();
    if (barRect().contains(help->pos()) && help->pos().x() <= left) {
      QToolTip::showText(help->globalPos(), parts_[std::size_t(i)].name + QStringLiteral(": ") + secondsText(parts_[std::size_t(i)].seconds));
      return true;
    }
  }
  QToolTip::hideText();
  return true;
}

}  // namespace assay
