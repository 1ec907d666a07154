// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>

#include <QObject>
#include <QTimer>
#include <QVector>

#include "core/job/event_log.h"
#include "core/job/run_directory.h"

namespace assay {

/// The half of RunFeed that lives on the feed thread and touches files.
class RunPoller : public QObject {
  Q_OBJECT

 public:
  explicit RunPoller(std::filesystem::path runsFolder);
  /// The thread that all pollers share; started on first use, ended with the application.
  static QThread* thread();

 public Q_SLOTS:
  void follow(qint64 run, int ticket);
  void unfollow(qint64 run);

 Q_SIGNALS:
  void events(qint64 run, int ticket, const QVector<assay::Event>& events);
  void status(qint64 run, int ticket, const assay::RunStatus& status);
  void caughtUp(qint64 run, int ticket);

 private:
  struct Watched {
    int ticket = 0;
    RunDirectory directory;
    EventReader reader;
    RunStatus last;
    bool hasStatus = false;
    bool isCaughtUp = false;
    int ticksToStatus = 0;
    int ticksToEvents = 0;
  };
  void tick();
  bool readEvents(qint64 run, Watched& watched);
  void readStatus(qint64 run, Watched& watched);

  std::filesystem::path runsFolder_;
  std::map<qint64, Watched> watched_;
  QTimer* timer_ = nullptr;
};

}  // namespace assay
