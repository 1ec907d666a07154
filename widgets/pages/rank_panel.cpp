// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/rank_panel.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include "widgets/bridge/rank_figures.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int refreshMs = 1000;
constexpr double quietSeconds = 15;   // events come many times a second
constexpr int mostRows = 8;           // before it scrolls

QString numberText(double value) { return value >= 100 ? QLocale().toString(value, 'f', 0) : QLocale().toString(value, 'g', 3); }

}  // namespace

RankPanel::RankPanel(QWidget* parent) : QWidget(parent), title_(new QLabel(tr("Ranks"), this)), table_(new QTableWidget(0, 4, this)) {
  title_->setProperty("role", "section");
  table_->setHorizontalHeaderLabels({tr("Rank"), tr("Items/s"), tr("Waits"), tr("Memory")});
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(metrics::row);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);   // the numbers whole, of the rank what is left
  table_->horizontalHeader()->setMinimumSectionSize(30);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setShowGrid(false);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setFocusPolicy(Qt::TabFocus);
  table_->setAccessibleName(tr("Ranks"));
  auto* box = new QVBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(metrics::space1);
  box->addWidget(title_);
  box->addWidget(table_);
  timer_.setInterval(refreshMs);
  connect(&timer_, &QTimer::timeout, this, &RankPanel::refresh);
  hide();
}

void RankPanel::setRun(const std::filesystem::path& run, bool isRunning) {
  if (run == run_ && isRunning == isRunning_) return;
  run_ = run;
  isRunning_ = isRunning;
  isRunning && !run.empty() ? timer_.start() : timer_.stop();
  refresh();
}

void RankPanel::refresh() {
  if (!run_.empty() && parentWidget() && !parentWidget()->isVisible() && table_->rowCount() > 0) return;   // nobody looks
  const std::vector<RankFigures> ranks = run_.empty() ? std::vector<RankFigures>() : readRankFigures(run_);
  setVisible(!ranks.empty());
  if (ranks.empty()) return;
  table_->setRowCount(int(ranks.size()));
  double newest = 0;   // of all ranks: other hosts have other clocks, and while the first one judges all are silent
  for (const RankFigures& figures : ranks) newest = std::max(newest, figures.lastEvent);
  for (int row = 0; row < int(ranks.size()); ++row) {
    const RankFigures& figures = ranks[std::size_t(row)];
    const double silence = newest - figures.lastEvent;
    const bool isQuiet = isRunning_ && figures.lastEvent > 0 && silence > quietSeconds;
    const QStringList cells{QString::number(figures.rank), numberText(figures.samplesPerSecond),
                            QLocale().toString(100 * figures.communicationShare, 'f', 1) + QStringLiteral(" %"), figures.memoryBytes > 0 ? QLocale().formattedDataSize(qint64(figures.memoryBytes), 0) : QStringLiteral("–")};
    for (int column = 0; column < cells.size(); ++column) {
      auto* cell = new QTableWidgetItem(cells[column]);
      cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      if (isQuiet) cell->setForeground(Theme::instance().tokens().bad);
      cell->setToolTip(isQuiet ? tr("It has said nothing for %1 s").arg(int(silence)) : tr("Share of the time of its last steps in which it waits for the others: %1").arg(cells[2]));
      table_->setItem(row, column, cell);
    }
  }
  const int rows = std::min(mostRows, int(ranks.size()));
  table_->setFixedHeight(table_->horizontalHeader()->height() + rows * metrics::row + 2);
}

}  // namespace assay
