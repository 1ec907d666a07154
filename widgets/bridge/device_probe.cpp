// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/device_probe.h"

#include <QCoreApplication>
#include <QProcess>

#include "core/base/paths.h"
#include "widgets/bridge/text.h"

namespace assay {

DeviceReport deviceReportFrom(const Json& json) {
  const std::string where = "assay-worker probe";
  DeviceReport report;
  report.cpu = fromUtf8(member<std::string>(json, "cpu", where));
  report.threads = static_cast<int>(member<int64_t>(json, "threads", where));
  report.memoryBytes = member<double>(json, "memory", where);
  for (const Json& gpu : member<Json>(json, "gpus", where)) report.gpus << fromUtf8(member<std::string>(gpu, "name", where));
  const Json precision = member<Json>(json, "precision", where);
  report.precision = fromUtf8(member<std::string>(precision, "choice", where));
  report.bf16SpeedUp = member<double>(precision, "bf16_speed_up", where);
  return report;
}

DeviceProbe& DeviceProbe::instance() {
  static DeviceProbe* probe = [] {
    auto* made = new DeviceProbe;
    made->setParent(qApp);   // its process must end before Qt does
    return made;
  }();
  return *probe;
}

DeviceProbe::~DeviceProbe() {
  if (!process_) return;
  process_->disconnect(this);
  process_->kill();   // nobody is left to read its answer
  process_->waitForFinished(1000);
}

void DeviceProbe::start() {
  if (process_ || report_) return;
  process_ = new QProcess(this);
  connect(process_, &QProcess::finished, this, [this](int exitCode) {
    take(process_->readAllStandardOutput(), process_->readAllStandardError(), exitCode);
  });
  connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) fail(process_->errorString());
  });
  try {
    process_->start(fromPath(siblingProgram("assay-worker")), {"probe"});
  } catch (const Error& error) {
    fail(describe(error));
  }
}

void DeviceProbe::take(const QByteArray& output, const QByteArray& errors, int exitCode) {
  if (exitCode != 0) return fail(QString::fromUtf8(errors).trimmed().section('\n', -1));
  const QByteArray line = output.trimmed().split('\n').last();
  try {
    report_ = deviceReportFrom(parseJson(std::string_view(line.constData(), static_cast<std::size_t>(line.size())),
                                         "assay-worker probe"));
  } catch (const Error& error) {
    return fail(describe(error));
  }
  process_->deleteLater();
  process_ = nullptr;
  Q_EMIT finished();
}

void DeviceProbe::fail(const QString& error) {
  error_ = error;
  if (process_) process_->deleteLater();
  process_ = nullptr;
  Q_EMIT finished();
}

}  // namespace assay
