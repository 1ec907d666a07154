// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_group.h"

#include "widgets/charts/live_chart.h"

namespace assay {

template <class Change>
void ChartGroup::others(LiveChart* except, Change change) {
  for (const QPointer<LiveChart>& chart : std::as_const(charts_))
    if (chart && chart != except) change(*chart);
}

void ChartGroup::add(LiveChart* chart) {
  charts_.append(chart);
  connect(chart, &LiveChart::cursorMoved, this,
          [this, chart](double x) { others(chart, [x](LiveChart& other) { other.setCursor(x); }); });
  connect(chart, &LiveChart::xRangeChanged, this,
          [this, chart](const ChartRange& range) { others(chart, [&range](LiveChart& other) { other.setXRange(range); }); });
  connect(chart, &LiveChart::shownAll, this, [this, chart] { others(chart, [](LiveChart& other) { other.showAll(); }); });
}

}  // namespace assay
