// SPDX-License-Identifier: GPL-3.0-or-later
// Long work off the GUI thread, with progress and cancel, as the status bar shows it.
#pragma once

#include <functional>

#include <QHash>
#include <QObject>
#include <QThreadPool>

#include "core/base/progress.h"

namespace assay {

class TaskRunner : public QObject {
  Q_OBJECT

 public:
  using Work = std::function<void(const Progress&)>;
  using Done = std::function<void(const QString& error)>;

  explicit TaskRunner(QObject* parent = nullptr);
  /// Asks every task to stop and waits for it: no task outlives what it works on.
  ~TaskRunner() override;

  /// `work` runs on a pool thread; `done` on the GUI thread with the error text, empty when it went well.
  int run(const QString& title, Work work, Done done);
  /// A task that is not a thread of ours (a child process): its owner reports and ends it.
  int begin(const QString& title, std::function<void()> cancel);
  void report(int task, qint64 done, qint64 total, const QString& what);
  void end(int task, const QString& error);
  void cancel(int task);
  int count() const { return static_cast<int>(tasks_.size()); }

 Q_SIGNALS:
  void started(int task, const QString& title);
  void progress(int task, qint64 done, qint64 total, const QString& what);   ///< total 0: not known
  void finished(int task, const QString& error);

 private:
  QThreadPool pool_;
  QHash<int, std::function<void()>> tasks_;   ///< number -> how to stop it
};

}  // namespace assay
