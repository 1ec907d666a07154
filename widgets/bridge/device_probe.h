// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>
#include <QString>
#include <QStringList>

#include "core/base/json.h"

class QProcess;

namespace assay {

/// What this computer can train on, as `assay-worker probe` measured it.
struct DeviceReport {
  QString cpu;
  int threads = 0;
  double memoryBytes = 0;
  QStringList gpus;
  QString precision;            ///< "fp32", "bf16": what `auto` means here
  double bf16SpeedUp = 0;       ///< over fp32; 0 when it was not measured
};

/// Throws Error{BadInput}.
DeviceReport deviceReportFrom(const Json& json);

/// Runs the probe once per process of the workbench: it takes seconds and its answer does not change.
class DeviceProbe : public QObject {
  Q_OBJECT

 public:
  static DeviceProbe& instance();
  ~DeviceProbe() override;
  void start();
  bool isRunning() const { return process_ != nullptr; }
  const std::optional<DeviceReport>& report() const { return report_; }
  const QString& error() const { return error_; }

 Q_SIGNALS:
  void finished();

 private:
  DeviceProbe() = default;
  void take(const QByteArray& output, const QByteArray& errors, int exitCode);
  void fail(const QString& error);

  QProcess* process_ = nullptr;
  std::optional<DeviceReport> report_;
  QString error_;
};

}  // namespace assay
