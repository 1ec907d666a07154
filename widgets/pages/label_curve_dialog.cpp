// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/label_curve_dialog.h"

#include <algorithm>
#include <cmath>

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/live_chart.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr double usualWish = 99.2;   // percent: what few-label detectors are sold with
constexpr int curvePoints = 120;
constexpr int ofIntervals = 4, ofLaw = 1;   // colours: the measured points have the first

}  // namespace

LabelCurveDialog::LabelCurveDialog(std::vector<LabelPoint> points, QWidget* parent)
    : QDialog(parent), points_(std::move(points)), panel_(new ChartPanel(tr("Recall over labelled images, %"), this)), wanted_(new QDoubleSpinBox(this)),
      advice_(new QLabel(this)) {
  setWindowTitle(tr("Labels and recall"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space5, metrics::space4, metrics::space5, metrics::space4);
  layout->setSpacing(metrics::space3);
  auto* note = new QLabel(tr("A point for each evaluated run, at its stored threshold; the thin lines are the ends of exact 95 % intervals. The curve assumes that misses follow a power of the number of labels."), this);
  note->setProperty("role", "secondary");
  note->setWordWrap(true);
  layout->addWidget(note);
  layout->addWidget(panel_, 1);
  auto* question = new QHBoxLayout;
  question->setSpacing(metrics::space2);
  auto* ask = new QLabel(tr("&Recall wanted"), this);
  ask->setBuddy(wanted_);
  wanted_->setRange(50, 99.9);
  wanted_->setDecimals(1);
  wanted_->setSingleStep(0.1);
  wanted_->setSuffix(QStringLiteral(" %"));
  wanted_->setValue(usualWish);
  advice_->setWordWrap(true);
  question->addWidget(ask);
  question->addWidget(wanted_);
  question->addWidget(advice_, 1);
  layout->addLayout(question);
  auto* buttons = new QDialogButtonBox(this);
  buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(wanted_, &QDoubleSpinBox::valueChanged, this, &LabelCurveDialog::answer);
  layout->addWidget(buttons);
  resize(860, 560);
  draw();
  answer();
}

void LabelCurveDialog::draw() {
  LiveChart& chart = panel_->chart();
  chart.setAxisTitles(tr("labelled training images"), tr("recall, %"));
  chart.setEmptyText(tr("No run was evaluated yet"));
  if (points_.empty()) return;
  QList<QPointF> lower, upper;
  for (const LabelPoint& point : points_) {
    const Interval sure = point.interval();
    lower.append({double(point.labelled), 100 * sure.low});
    upper.append({double(point.labelled), 100 * sure.high});
  }
  for (const auto& [name, ends] : {std::pair{tr("lower end, 95 %"), lower}, {tr("upper end, 95 %"), upper}}) {
    SeriesStyle style;
    style.name = name;
    style.colour = ofIntervals;
    style.width = 1;
    chart.setPoints(chart.addSeries(style), ends);
  }
  const double lowest = std::min_element(lower.begin(), lower.end(), [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); })->y();
  const double most = double(points_.back().labelled);
  if (const auto law = fitMisses(points_)) {
    QList<QPointF> curve;
    const double first = std::max(1.0, double(points_.front().labelled) / 2), last = 2 * most;
    for (int i = 0; i <= curvePoints; ++i) {
      const double labels = first * std::pow(last / first, double(i) / curvePoints);
      curve.append({labels, 100 * (1 - law->missAt(labels))});
    }
    SeriesStyle style;
    style.name = tr("as the curve goes on");
    style.colour = ofLaw;
    style.dash = Qt::DashLine;
    chart.setPoints(chart.addSeries(style), curve);
  }
  QList<QPointF> measured;
  for (const LabelPoint& point : points_) measured.append({double(point.labelled), 100 * point.recall()});
  SeriesStyle marks;
  marks.name = tr("measured");
  marks.mark = SeriesStyle::Mark::Points;
  chart.setPoints(chart.addSeries(marks), measured);
  chart.setHome(ChartRange{0, 2.05 * most}, ChartRange{std::max(0.0, lowest - 5), 101});
  chart.showAll();
}

void LabelCurveDialog::answer() { advice_->setText(translateMessage(labelAdvice(points_, wanted_->value() / 100))); }

QString LabelCurveDialog::advice() const { return advice_->text(); }

}  // namespace assay
