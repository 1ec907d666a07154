// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QWidget;

namespace assay {

class Settings;
class TaskRunner;

/// The three ways to begin: a new project, one that is there, a generated sample.
class ProjectStarter : public QObject {
  Q_OBJECT

 public:
  ProjectStarter(QWidget& window, TaskRunner& tasks, Settings& settings);

  void askNew();
  void askOpen();
  void askBundle();
  void askSample();
  /// What askSample() does once its dialog is accepted: `kind` is "boards" or "table".
  void makeSample(const QString& kind, const QString& folder, int count, quint64 seed);

 Q_SIGNALS:
  void ready(const QString& folder);
  void failed(const QString& error);

 private:
  QString usualFolder() const;

  QWidget& window_;
  TaskRunner& tasks_;
  Settings& settings_;
};

}  // namespace assay
