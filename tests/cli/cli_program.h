// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

/// Also when it had before: QProcess then says that there was nothing to wait for.
inline bool hasEnded(QProcess& process, int milliseconds) { return process.state() == QProcess::NotRunning || process.waitForFinished(milliseconds); }

/// What one call of the real `assay` left behind.
struct CliResult {
  int exitCode = -1;
  QString out, err;
  QJsonObject json;   ///< last line of stdout
  QString errorCode() const { return json["error"].toObject()["code"].toString(); }
  QString errorText() const {
    const QJsonObject error = json["error"].toObject();
    return error["where"].toString() + ": " + error["message"].toString();
  }
};

inline CliResult runAssay(const QStringList& arguments, int patienceMs = 120000) {
  QProcess process;
  process.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", arguments);
  CliResult result;
  if (!process.waitForFinished(patienceMs)) {
    process.kill();
    process.waitForFinished();
    result.err = "assay " + arguments.join(' ') + " did not end: " + process.errorString();
    return result;
  }
  result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
  result.out = QString::fromUtf8(process.readAllStandardOutput());
  result.err = QString::fromUtf8(process.readAllStandardError());
  result.json = QJsonDocument::fromJson(result.out.trimmed().split('\n').last().toUtf8()).object();
  return result;
}
