// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/train_target_panel.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "widgets/bridge/device_probe.h"
#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

QLabel* line(QWidget* parent, const char* role) {
  auto* label = new QLabel(parent);
  label->setProperty("role", role);
  label->setWordWrap(true);
  return label;
}

QWidget* withIcon(const QString& icon, QWidget* content, QWidget* parent) {
  auto* row = new QWidget(parent);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(metrics::space2);
  auto* mark = new QLabel(row);
  mark->setPixmap(Theme::instance().icon(icon).pixmap(QSize(20, 20), parent->devicePixelRatioF()));
  layout->addWidget(mark, 0, Qt::AlignTop);
  layout->addWidget(content, 1);
  return row;
}

QString precisionText(const DeviceReport& report) {
  const QString name = report.precision.toUpper();
  if (report.bf16SpeedUp <= 0) return TrainTargetPanel::tr("Precision: %1").arg(name);
  const QString ratio = QLocale().toString(report.bf16SpeedUp, 'g', 3);
  return report.precision == "bf16" ? TrainTargetPanel::tr("Precision: BF16, measured %1 times as fast as FP32 here").arg(ratio)
                                    : TrainTargetPanel::tr("Precision: %1 (BF16 measured at %2 times the speed of FP32)").arg(name, ratio);
}

}  // namespace

TrainTargetPanel::TrainTargetPanel(QWidget* parent)
    : QWidget(parent), device_(line(this, "section")), details_(line(this, "secondary")),
      precision_(line(this, "secondary")), duration_(line(this, "")) {
  auto* words = new QWidget(this);
  auto* lines = new QVBoxLayout(words);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->setSpacing(metrics::space1);
  lines->addWidget(device_);
  lines->addWidget(details_);
  lines->addWidget(precision_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(metrics::space3);
  column->addWidget(withIcon("cpu", words, this));
  column->addWidget(withIcon("clock", duration_, this));
  device_->setText(tr("This computer"));
  connect(&DeviceProbe::instance(), &DeviceProbe::finished, this, &TrainTargetPanel::showReport);
  showReport();
}

void TrainTargetPanel::activate() {
  DeviceProbe::instance().start();
  showReport();
}

void TrainTargetPanel::setDuration(const QString& text) { duration_->setText(text); }

void TrainTargetPanel::showReport() {
  const DeviceProbe& probe = DeviceProbe::instance();
  precision_->clear();
  if (!probe.report()) {
    details_->setText(probe.isRunning() || probe.error().isEmpty() ? tr("Measuring what it can do…")
                                                                   : tr("It could not be measured: %1").arg(probe.error()));
    precision_->hide();
    return;
  }
  const DeviceReport& report = *probe.report();
  QStringList parts{report.gpus.isEmpty() ? deviceName(report.cpu.toStdString()) : report.gpus.join(QStringLiteral(", "))};
  parts << tr("%n threads", nullptr, report.threads) << tr("%1 memory").arg(QLocale().formattedDataSize(qint64(report.memoryBytes), 0));
  details_->setText(parts.join(QStringLiteral(" · ")));
  precision_->setText(precisionText(report));
  precision_->show();
}

}  // namespace assay
