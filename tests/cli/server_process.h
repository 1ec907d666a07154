// SPDX-License-Identifier: Apache-2.0
// Real servers for tests: started in the foreground as our children, ended with the test.
#pragma once

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <memory>
#include <vector>

#include "core/job/meeting_port.h"

class ServerProcess {
 public:
  ServerProcess(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
    process_.setProcessChannelMode(QProcess::MergedChannels);
    process_.setProcessEnvironment(environment);
    process_.start(program, arguments);
    process_.waitForStarted();
  }
  ~ServerProcess() {
    process_.terminate();
    if (!process_.waitForFinished(5000)) process_.kill();
    process_.waitForFinished();
  }
  bool isRunning() const { return process_.state() == QProcess::Running; }
  /// Everything so far.
  QByteArray said() { return said_ += process_.readAll(); }

 private:
  QProcess process_;
  QByteArray said_;
};

/// Debian keeps servers in /usr/sbin, which is not on everybody's PATH.
inline QString serverProgram(const QString& name) {
  const QString found = QStandardPaths::findExecutable(name);
  return found.isEmpty() ? QStandardPaths::findExecutable(name, {"/usr/sbin", "/sbin"}) : found;
}

inline int freeTestPort() { return assay::MeetingPort(assay::PortOn::EveryAddress).number(); }

inline void writeTestFile(const QString& path, const QByteArray& text, QFileDevice::Permissions permissions = QFileDevice::ReadOwner | QFileDevice::WriteOwner) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) qFatal("%s cannot be written", qPrintable(path));
  file.write(text);
  file.setPermissions(permissions);
}
