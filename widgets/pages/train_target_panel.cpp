// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/train_target_panel.h"

#include <algorithm>

#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/base/error.h"
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
    : QWidget(parent), choice_(new QComboBox(this)), device_(line(this, "section")), details_(line(this, "secondary")),
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
  choice_->setAccessibleName(tr("Target"));
  column->addWidget(choice_);
  column->addWidget(withIcon("cpu", words, this));
  column->addWidget(withIcon("clock", duration_, this));
  connect(choice_, qOverload<int>(&QComboBox::currentIndexChanged), this, &TrainTargetPanel::showTarget);
  setTargets({});
  connect(&DeviceProbe::instance(), &DeviceProbe::finished, this, &TrainTargetPanel::showReport);
  showReport();
}

void TrainTargetPanel::activate() {
  DeviceProbe::instance().start();
  showReport();
}

void TrainTargetPanel::setDuration(const QString& text) { duration_->setText(text); }

void TrainTargetPanel::setTargets(const std::vector<Target>& ofProject) {
  const QString before = target();
  targets_ = ofProject;
  try {
    for (Target& own : readOwnTargets())
      if (std::none_of(targets_.begin(), targets_.end(), [&](const Target& target) { return target.name == own.name; })) targets_.push_back(std::move(own));
  } catch (const Error&) {   // the Targets page says what is wrong with the file
  }
  const QSignalBlocker quiet(choice_);
  choice_->clear();
  choice_->addItem(tr("This computer"), QStringLiteral("local"));
  for (const Target& target : targets_) choice_->addItem(fromUtf8(target.name), fromUtf8(target.name));
  choice_->setCurrentIndex(std::max(choice_->findData(before), 0));
  choice_->setVisible(!targets_.empty());
  showTarget();
}

QString TrainTargetPanel::target() const {
  const QString name = choice_->currentData().toString();
  return name.isEmpty() ? QStringLiteral("local") : name;
}

void TrainTargetPanel::showTarget() {
  const int at = choice_->currentIndex() - 1;
  if (at < 0) {
    device_->setText(tr("This computer"));
    return showReport();
  }
  const Target& target = targets_[std::size_t(at)];
  QStringList hosts;
  for (const std::string& host : target.hosts) hosts << fromUtf8(host);
  if (target.kind == TargetKind::Ssh) device_->setText(tr("%n hosts over ssh", nullptr, int(target.hosts.size())));
  else if (target.kind == TargetKind::Slurm) device_->setText(tr("%n nodes of a Slurm cluster", nullptr, target.nodes));
  else device_->setText(tr("%n pods of a Kubernetes cluster", nullptr, target.nodes));
  details_->setText(target.kind == TargetKind::Kubernetes ? fromUtf8(target.image) : hosts.isEmpty() ? fromUtf8(target.partition) : hosts.join(QStringLiteral(", ")));
  precision_->setText(target.ranks == 0 ? tr("One rank on each GPU") : tr("%n ranks on each", nullptr, target.ranks));
  precision_->show();
}

void TrainTargetPanel::showReport() {
  if (target() != QStringLiteral("local")) return;
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
