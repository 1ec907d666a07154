// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/run_timeline.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include "widgets/bridge/run_progress.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

using Kind = RunHistory::Kind;

constexpr int margin = 6, trackTop = 8, trackHeight = 6, tickHeight = 6, textHeight = 20, reach = 5;

bool isTick(Kind kind) { return kind == Kind::Checkpoint || kind == Kind::Begin || kind == Kind::End; }

QColor colourOf(Kind kind) {
  const Tokens& tokens = Theme::instance().tokens();
  switch (kind) {
    case Kind::Restart: return tokens.bad;
    case Kind::Warning: return tokens.warning;
    case Kind::Notice: return tokens.accent;
    default: return tokens.secondaryText;
  }
}

/// Shapes differ too: not everybody tells red from yellow.
void paintMark(QPainter& painter, Kind kind, double x, bool isChosen) {
  const double middle = trackTop + trackHeight / 2.0, r = isChosen ? 5.5 : 4;
  painter.setPen(Qt::NoPen);
  painter.setBrush(colourOf(kind));
  if (kind == Kind::Restart) painter.drawPolygon(QPolygonF({{x, middle - r}, {x + r, middle}, {x, middle + r}, {x - r, middle}}));
  else if (kind == Kind::Warning) painter.drawPolygon(QPolygonF({{x, middle - r}, {x + r, middle + r - 1}, {x - r, middle + r - 1}}));
  else if (kind == Kind::Notice) painter.drawEllipse(QPointF(x, middle), r - 0.5, r - 0.5);
  else painter.drawRect(QRectF(x - (isChosen ? 1.5 : 0.5), trackTop + trackHeight + 2, isChosen ? 3 : 1, tickHeight));
}

}  // namespace

RunTimeline::RunTimeline(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Course of the run"));
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RunTimeline::setHistory(const RunHistory* history) {
  const RunHistory empty;
  const RunHistory& now = history ? *history : empty;
  const bool isSame = now.revision() == history_.revision() && now.whole().from == history_.whole().from && now.whole().to == history_.whole().to;
  if (isSame) return;
  if (now.whole().from != history_.whole().from || now.marks().size() < history_.marks().size()) chosen_ = -1;   // another run, or thinned
  history_ = now;
  setAccessibleDescription(text());
  update();
}

QSize RunTimeline::sizeHint() const { return {240, trackTop + trackHeight + 2 + tickHeight + 4 + textHeight}; }

double RunTimeline::xOf(double time) const {
  const auto [from, to] = history_.whole();
  return margin + (to > from ? (time - from) / (to - from) : 0) * (width() - 2 * margin);
}

QString RunTimeline::whenAndWhat(const RunHistory::Mark& mark) const {
  return tr("After %1: %2").arg(durationText(mark.time - history_.whole().from), mark.text);
}

QString RunTimeline::summary() const {
  QStringList words;
  const auto add = [&](Kind kind, const QString& one, const QString& many) {
    const int count = history_.count(kind);
    if (count > 0) words << (count == 1 ? one : many.arg(QLocale().toString(count)));
  };
  add(Kind::Checkpoint, tr("1 checkpoint"), tr("%1 checkpoints"));
  add(Kind::Restart, tr("1 restart"), tr("%1 restarts"));
  add(Kind::Warning, tr("1 warning"), tr("%1 warnings"));
  add(Kind::Notice, tr("1 notice"), tr("%1 notices"));
  return words.isEmpty() ? tr("Nothing to report") : words.join(QStringLiteral(" · "));
}

QString RunTimeline::text() const { return chosen_ >= 0 ? whenAndWhat(history_.marks()[std::size_t(chosen_)]) : summary(); }

void RunTimeline::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Tokens& tokens = Theme::instance().tokens();
  painter.fillRect(QRectF(margin, trackTop, width() - 2 * margin, trackHeight), tokens.line);
  for (const auto& [from, to] : history_.work())
    painter.fillRect(QRectF(xOf(from), trackTop, std::max(1.0, xOf(to) - xOf(from)), trackHeight), tokens.secondaryText);
  for (const bool ticks : {true, false})   // what went wrong lies above what was kept
    for (const RunHistory::Mark& mark : history_.marks())
      if (isTick(mark.kind) == ticks) paintMark(painter, mark.kind, xOf(mark.time), false);
  if (chosen_ >= 0) {
    const RunHistory::Mark& mark = history_.marks()[std::size_t(chosen_)];
    paintMark(painter, mark.kind, xOf(mark.time), true);
  }
  painter.setPen(chosen_ >= 0 ? tokens.text : tokens.secondaryText);
  painter.setFont(Theme::instance().captionFont());
  const QRect line(0, height() - textHeight, width(), textHeight);
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, line.width()));
  if (!hasFocus()) return;
  painter.setPen(tokens.accent);
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
}

void RunTimeline::choose(int mark) {
  chosen_ = mark;
  setAccessibleDescription(text());
  update();
}

void RunTimeline::keyPressEvent(QKeyEvent* event) {
  const int last = int(history_.marks().size()) - 1;
  if (last >= 0 && event->key() == Qt::Key_Right) choose(std::min(chosen_ + 1, last));
  else if (last >= 0 && event->key() == Qt::Key_Left) choose(chosen_ < 0 ? last : std::max(chosen_ - 1, 0));
  else if (last >= 0 && event->key() == Qt::Key_Home) choose(0);
  else if (last >= 0 && event->key() == Qt::Key_End) choose(last);
  else if (chosen_ >= 0 && event->key() == Qt::Key_Escape) choose(-1);
  else QWidget::keyPressEvent(event);
}

void RunTimeline::focusOutEvent(QFocusEvent* event) {
  choose(-1);
  QWidget::focusOutEvent(event);
}

int RunTimeline::markAt(const QPoint& place) const {
  if (place.y() > trackTop + trackHeight + 2 + tickHeight) return -1;
  int best = -1;
  double nearest = reach;
  for (int i = 0; i < int(history_.marks().size()); ++i) {
    const RunHistory::Mark& mark = history_.marks()[std::size_t(i)];
    const double distance = std::abs(xOf(mark.time) - place.x()) + (isTick(mark.kind) ? 0.5 : 0);   // of two at one place, what went wrong
    if (distance < nearest) {
      nearest = distance;
      best = i;
    }
  }
  return best;
}

bool RunTimeline::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int mark = markAt(help->pos());
  if (mark >= 0) QToolTip::showText(help->globalPos(), whenAndWhat(history_.marks()[std::size_t(mark)]));
  else QToolTip::hideText();
  return true;
}

}  // namespace assay
