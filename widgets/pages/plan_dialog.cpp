// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/plan_dialog.h"

#include <algorithm>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/plan/all_reduce_samples.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/live_chart.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int mostHosts = 4096, mostPoints = 128, formWidth = 380;
constexpr AllReduce kinds[] = {AllReduce::FlatRing, AllReduce::HierarchicalRing, AllReduce::HierarchicalTree};

QString kindText(AllReduce kind) {
  switch (kind) {
    case AllReduce::FlatRing: return PlanDialog::tr("One ring through all ranks");
    case AllReduce::HierarchicalRing: return PlanDialog::tr("Within each host, then a ring between them");
    default: return PlanDialog::tr("Within each host, then trees between them");
  }
}

QDoubleSpinBox* number(double low, double high, double value, int digits, const QString& unit, QWidget* parent) {
  auto* box = new QDoubleSpinBox(parent);
  box->setRange(low, high);
  box->setDecimals(digits);
  box->setValue(value);
  box->setSuffix(QStringLiteral(" ") + unit);
  box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
  return box;
}

QSpinBox* count(int low, int high, int value, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setRange(low, high);
  box->setValue(value);
  return box;
}

/// Every count while there are few, then evenly spread: the curves are smooth.
std::vector<int> hostsShown(int most) {
  std::vector<int> hosts;
  const int step = std::max(1, most / mostPoints);
  for (int h = 1; h < most; h += h < mostPoints / 2 ? 1 : step) hosts.push_back(h);
  hosts.push_back(most);
  return hosts;
}

}  // namespace

PlanDialog::PlanDialog(const std::vector<std::pair<QString, std::filesystem::path>>& runs, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("Plan for many hosts"));
  auto* columns = new QHBoxLayout;
  columns->setSpacing(metrics::space5);
  columns->addWidget(buildForm(runs));
  columns->addWidget(buildChart(), 1);
  auto* buttons = new QDialogButtonBox(this);
  auto* measured = new QPushButton(tr("Fit to measurements…"), this);
  measured->setToolTip(tr("A file of measured all-reduces, one JSON object a line: algorithm, hosts, ranks_per_host, bytes, seconds"));
  buttons->addButton(measured, QDialogButtonBox::ActionRole);
  buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  connect(measured, &QPushButton::clicked, this, &PlanDialog::askForMeasurements);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space5, metrics::space4, metrics::space5, metrics::space4);
  layout->setSpacing(metrics::space4);
  layout->addLayout(columns, 1);
  layout->addWidget(buttons);
  resize(1080, 560);
  chooseModel();
}

QWidget* PlanDialog::buildForm(const std::vector<std::pair<QString, std::filesystem::path>>& runs) {
  auto* side = new QWidget(this);
  side->setFixedWidth(formWidth);
  auto* form = new QFormLayout(side);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(metrics::space4);
  form->setVerticalSpacing(metrics::space2);
  model_ = new QComboBox(side);
  model_->addItem(QStringLiteral("BERT-large"), QStringLiteral("bert-large"));
  model_->addItem(QStringLiteral("ResNet-50"), QStringLiteral("resnet50"));
  for (const auto& [name, folder] : runs) model_->addItem(name, fromPath(folder));
  precision_ = new QComboBox(side);
  precision_->addItem(tr("32 bits"), 4.0);
  precision_->addItem(tr("16 bits"), 2.0);
  precision_->setCurrentIndex(1);
  step_ = number(0.1, 1e6, 200, 1, tr("ms"), side);
  hosts_ = count(2, mostHosts, 32, side);
  ranks_ = count(1, 64, 8, side);
  cards_ = count(0, 64, 0, side);
  cards_->setSpecialValueText(tr("one for each rank"));
  insideLatency_ = number(0, 1e5, 2, 2, tr("µs"), side);
  insideSpeed_ = number(0.001, 1e5, 250, 3, tr("GB/s"), side);
  betweenLatency_ = number(0, 1e5, 5, 2, tr("µs"), side);
  betweenSpeed_ = number(0.001, 1e5, 25, 3, tr("GB/s"), side);
  form->addRow(tr("Model"), model_);
  form->addRow(tr("Computation of a step"), step_);
  form->addRow(tr("Gradients travel in"), precision_);
  form->addRow(tr("Hosts, up to"), hosts_);
  form->addRow(tr("Ranks on each host"), ranks_);
  form->addRow(tr("Network cards of a host"), cards_);
  form->addRow(tr("Start of a message inside"), insideLatency_);
  form->addRow(tr("Speed inside a host"), insideSpeed_);
  form->addRow(tr("Start between hosts"), betweenLatency_);
  form->addRow(tr("Speed of a network card"), betweenSpeed_);
  note_ = new QLabel(side);
  note_->setProperty("role", "secondary");
  note_->setWordWrap(true);
  note_->setTextFormat(Qt::PlainText);
  form->addRow(note_);
  connect(model_, qOverload<int>(&QComboBox::currentIndexChanged), this, &PlanDialog::chooseModel);
  connect(precision_, qOverload<int>(&QComboBox::currentIndexChanged), this, &PlanDialog::plan);
  for (QSpinBox* box : {hosts_, ranks_, cards_}) connect(box, qOverload<int>(&QSpinBox::valueChanged), this, &PlanDialog::plan);
  for (QDoubleSpinBox* box : {step_, insideLatency_, insideSpeed_, betweenLatency_, betweenSpeed_})
    connect(box, qOverload<double>(&QDoubleSpinBox::valueChanged), this, &PlanDialog::plan);
  return side;
}

QWidget* PlanDialog::buildChart() {
  auto* side = new QWidget(this);
  auto* box = new QVBoxLayout(side);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(metrics::space3);
  panel_ = new ChartPanel(tr("Share of a step that waits for communication, % (simulated)"), side);
  panel_->chart().setAxisTitles(tr("hosts"), tr("share, %"));
  for (int i = 0; i < int(std::size(kinds)); ++i) {
    SeriesStyle style;
    style.name = kindText(kinds[i]);
    style.colour = i;
    style.width = 2;
    panel_->chart().addSeries(style);
  }
  verdict_ = new QLabel(side);
  verdict_->setWordWrap(true);
  box->addWidget(panel_, 1);
  box->addWidget(verdict_);
  return side;
}

void PlanDialog::chooseModel() {
  run_.reset();
  note_->clear();
  const bool isRun = model_->currentIndex() > 1;
  try {
    if (isRun) run_ = costOfRun(toPath(model_->currentData().toString()));
  } catch (const Error& error) {
    note_->setText(describe(error));
  }
  step_->setEnabled(!isRun);
  if (run_) {
    const QSignalBlocker quiet(step_);
    step_->setValue(1e3 * (run_->forward + run_->backward + run_->rest));
  }
  plan();
}

Cluster PlanDialog::cluster() const {
  return {hosts_->value(), ranks_->value(), {1e-6 * insideLatency_->value(), 1e-9 / insideSpeed_->value()}, {1e-6 * betweenLatency_->value(), 1e-9 / betweenSpeed_->value()},
          cards_->value() > 0 ? cards_->value() : ranks_->value(), reduceSecondsPerByte_};
}

WorkloadInBuckets PlanDialog::workload() const {
  const double bytes = precision_->currentData().toDouble();
  if (run_) return [cost = *run_, bytes](double bucketBytes) { return runWorkload(cost, bytes, bucketBytes); };
  return [name = model_->currentData().toString().toStdString(), seconds = step_->value() / 1000, bytes](double bucketBytes) { return knownWorkload(name, seconds, bytes, bucketBytes); };
}

void PlanDialog::plan() {
  const bool canPlan = model_->currentIndex() <= 1 || run_;
  LiveChart& chart = panel_->chart();
  double highest = 1;   // percent: noise need not fill the chart
  for (int i = 0; i < int(std::size(kinds)); ++i) {
    QList<QPointF> points;
    if (canPlan)
      for (const int hosts : hostsShown(hosts_->value())) {
        Cluster at = cluster();
        at.hosts = hosts;
        points.append({double(hosts), 100 * bestStep(workload(), at, kinds[i]).plan.exposedShare()});
      }
    for (const QPointF& point : points) highest = std::max(highest, point.y());
    chart.setPoints(i, points);
  }
  chart.setHome(ChartRange{1, double(hosts_->value())}, ChartRange{0, 1.05 * highest});
  chart.showAll();
  chart.refresh();
  verdict_->setText(verdict());
}

QString PlanDialog::verdict() const {
  if (model_->currentIndex() > 1 && !run_) return {};
  const Cluster whole = cluster();
  const PlannedStep best = bestStep(workload(), whole);
  const QLocale locale;
  return tr("Simulated, %1 ranks: best is \"%2\" with gradients in parcels of %3 MiB; %4 % of a step waits for communication; starting messages takes %5 ms of it or of what is hidden.")
      .arg(locale.toString(whole.ranks()), kindText(best.kind), locale.toString(best.bucketMegabytes), locale.toString(100 * best.plan.exposedShare(), 'g', 3),
           locale.toString(1e3 * best.plan.latency, 'g', 3));
}

void PlanDialog::askForMeasurements() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Measured all-reduces"), {}, tr("JSON lines (*.jsonl *.json);;All files (*)"));
  if (!file.isEmpty()) fitTo(file);
}

QString PlanDialog::fitTo(const QString& file) {
  try {
    const JudgedFit fit = fitAndJudge(readAllReduceSamples(file.toStdString()));
    Cluster fitted = cluster();
    useLinks(fit.links, fitted);
    reduceSecondsPerByte_ = fitted.reduceSecondsPerByte;
    const std::pair<QDoubleSpinBox*, double> values[] = {{insideLatency_, 1e6 * fitted.inside.latency}, {insideSpeed_, 1e-9 / std::max(fitted.inside.secondsPerByte, 1e-14)},
                                                         {betweenLatency_, 1e6 * fitted.between.latency}, {betweenSpeed_, 1e-9 / std::max(fitted.between.secondsPerByte, 1e-14)}};
    for (const auto& [box, value] : values) {
      const QSignalBlocker quiet(box);
      box->setValue(value);
    }
    note_->setText(tr("Fitted to %1 measurements; on %2 others it is wrong by %3 % in the median.")
                       .arg(fit.seen).arg(fit.heldOut).arg(QLocale().toString(100 * fit.quality.medianError, 'g', 2)));
    plan();
    return {};
  } catch (const Error& error) {
    note_->setText(describe(error));
    return note_->text();
  }
}

}  // namespace assay
