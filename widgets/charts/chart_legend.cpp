// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_legend.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/charts/live_chart.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr int lineHeight = 20, swatch = 16, gap = 14;
}

ChartLegend::ChartLegend(LiveChart* chart, QWidget* parent) : QWidget(parent), chart_(chart) {
  setFocusPolicy(Qt::TabFocus);
  setFont(Theme::instance().captionFont());
  setCursor(Qt::PointingHandCursor);
  setToolTip(tr("Click a name to show or hide its curve"));
  setAccessibleName(tr("Legend"));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  connect(chart, &LiveChart::seriesChanged, this, [this] {
    updateGeometry();
    update();
  });
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

std::vector<QRect> ChartLegend::layOut(int width) const {
  std::vector<QRect> rects;
  if (!chart_) return rects;
  const QFontMetrics room(font());
  int x = 0, y = 0;
  for (int i = 0; i < chart_->seriesCount(); ++i) {
    const int wanted = std::min(width, swatch + 9 + room.horizontalAdvance(chart_->style(i).name));
    if (x > 0 && x + wanted > width) {
      x = 0;
      y += lineHeight;
    }
    rects.emplace_back(x, y, wanted, lineHeight);
    x += wanted + gap;
  }
  return rects;
}

QRect ChartLegend::entryRect(int series) const {
  const auto rects = layOut(width());
  return series >= 0 && series < int(rects.size()) ? rects[std::size_t(series)] : QRect();
}

int ChartLegend::heightForWidth(int width) const {
  const auto rects = layOut(width);
  return rects.empty() ? lineHeight : rects.back().bottom() + 1;
}

QSize ChartLegend::sizeHint() const { return {200, heightForWidth(std::max(200, width()))}; }

void ChartLegend::paintEvent(QPaintEvent*) {
  if (!chart_) return;
  QPainter painter(this);
  painter.setFont(font());
  const Tokens& tokens = Theme::instance().tokens();
  const auto rects = layOut(width());
  for (int i = 0; i < int(rects.size()); ++i) {
    const QRect rect = rects[std::size_t(i)];
    const SeriesStyle& style = chart_->style(i);
    const bool isOn = chart_->isSeriesVisible(i);
    const QColor colour = isOn ? seriesColour(style) : tokens.disabledText;
    const int middle = rect.center().y();
    if (style.mark == SeriesStyle::Mark::Points) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse(QPointF(rect.left() + swatch / 2.0, middle + 0.5), 3.5, 3.5);
    } else {
      painter.setPen(QPen(colour, 2, style.dash));
      painter.drawLine(rect.left(), middle, rect.left() + swatch, middle);
    }
    painter.setPen(isOn ? tokens.text : tokens.disabledText);
    const QRect text = rect.adjusted(swatch + 6, 0, 0, 0);
    painter.drawText(text, Qt::AlignVCenter, painter.fontMetrics().elidedText(style.name, Qt::ElideRight, text.width()));
    if (hasFocus() && i == current_) {
      painter.setPen(QPen(tokens.accent, 1));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(rect.adjusted(-2, 1, 1, -2), 3, 3);
    }
  }
}

void ChartLegend::toggle(int series) {
  if (!chart_ || series < 0 || series >= chart_->seriesCount()) return;
  current_ = series;
  chart_->setSeriesVisible(series, !chart_->isSeriesVisible(series));
}

void ChartLegend::mousePressEvent(QMouseEvent* event) {
  const auto rects = layOut(width());
  for (int i = 0; i < int(rects.size()); ++i)
    if (rects[std::size_t(i)].contains(event->pos())) return toggle(i);
}

void ChartLegend::keyPressEvent(QKeyEvent* event) {
  if (!chart_) return;
  const int last = std::max(0, chart_->seriesCount() - 1);
  switch (event->key()) {
    case Qt::Key_Left: current_ = std::max(0, current_ - 1); break;
    case Qt::Key_Right: current_ = std::min(last, current_ + 1); break;
    case Qt::Key_Space:
    case Qt::Key_Return: toggle(current_); break;
    default: return QWidget::keyPressEvent(event);
  }
  update();
}

}  // namespace assay
