// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QFrame>
#include <QHash>

#include "core/base/strong_id.h"

class QHBoxLayout;
class QLabel;
class QTimer;

namespace assay {

class JobLine;
class ProjectSession;
class RunFeed;
class RunProgress;
class TaskRunner;

/// Saved or not, what is running with a way to stop it, and the device. Never modal.
class StatusStrip : public QFrame {
  Q_OBJECT

 public:
  explicit StatusStrip(QWidget* parent = nullptr);
  ~StatusStrip() override;

  void setSession(ProjectSession* session);
  /// Tasks that belong to no project (a sample being made).
  void watch(TaskRunner& tasks);
  void setDevice(const QString& text);
  /// A sentence that goes away by itself.
  void showStatus(const QString& text);

 Q_SIGNALS:
  /// A task ended with an error that the user did not ask for.
  void taskFailed(const QString& error);
  void runEnded(assay::RunId run);

 private:
  struct LiveRun;
  void addTask(TaskRunner* tasks, int task, const QString& title);
  void endTask(int task, const QString& error);
  void findLiveRuns();
  void showRun(RunId run);
  void showSaved();
  void followRuns();
  void arrange();

  ProjectSession* session_ = nullptr;
  QLabel* savedDot_;
  QLabel* saved_;
  QLabel* status_;
  QLabel* more_;
  QLabel* device_;
  QHBoxLayout* jobs_;
  QTimer* statusTimer_;
  QHash<int, JobLine*> tasks_;
  std::unique_ptr<RunFeed> feed_;
  QHash<qint64, std::shared_ptr<LiveRun>> runs_;
};

}  // namespace assay
