// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/class_balance.h"

#include <algorithm>

#include <QLocale>
#include <QPainter>

#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int nameWidth = 96;
constexpr int countWidth = 48;
constexpr int barHeight = 8;

}  // namespace

void ClassBalance::setRows(std::vector<Row> rows) {
  rows_ = std::move(rows);
  updateGeometry();
  update();
}

QSize ClassBalance::sizeHint() const { return {200, static_cast<int>(rows_.size()) * metrics::row}; }

void ClassBalance::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::instance();
  const Tokens& tokens = theme.tokens();
  QPainter painter(this);
  int most = 1;
  for (const Row& row : rows_) most = std::max(most, row.count);
  const int barLeft = nameWidth + metrics::space2;
  const int barRoom = std::max(1, width() - barLeft - countWidth);
  int y = 0;
  for (const Row& row : rows_) {
    const QRect line(0, y, width(), metrics::row);
    painter.setFont(theme.bodyFont());
    painter.setPen(tokens.text);
    painter.drawText(line.adjusted(0, 0, nameWidth - width(), 0), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.name, Qt::ElideRight, nameWidth));
    const QRect bar(barLeft, y + (metrics::row - barHeight) / 2, std::max(row.count > 0 ? 2 : 0, barRoom * row.count / most), barHeight);
    painter.fillRect(bar, QBrush(theme.series(row.colour), Theme::seriesIsDashed(row.colour) ? Qt::BDiagPattern : Qt::SolidPattern));
    painter.setFont(theme.tabularFont());
    painter.setPen(row.count == 0 ? tokens.warning : tokens.secondaryText);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(row.count));
    y += metrics::row;
  }
}

}  // namespace assay
