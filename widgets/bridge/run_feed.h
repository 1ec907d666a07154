// SPDX-License-Identifier: GPL-3.0-or-later
// Follows run directories and tells what is new in them, at most ten times a second. Files are read
// on one shared thread, so a slow disk never holds up the window.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include <QHash>
#include <QObject>
#include <QVector>

#include "core/base/strong_id.h"
#include "core/job/event_log.h"
#include "core/job/run_directory.h"

namespace assay {

class RunPoller;

/// Each view makes its own feed: follow() replays a run from its first event, then goes on live.
class RunFeed : public QObject {
  Q_OBJECT

 public:
  /// `runsFolder` holds one folder a run, named by its id (Project::runsFolder()).
  explicit RunFeed(const std::filesystem::path& runsFolder, QObject* parent = nullptr);
  ~RunFeed() override;

  /// Nothing when the run is followed already.
  void follow(RunId run);
  /// No signal for `run` comes after this returns.
  void unfollow(RunId run);
  bool isFollowing(RunId run) const { return followed_.contains(run.value); }
  /// All that was in the run's files when follow() was called has been delivered.
  bool isCaughtUp(RunId run) const;
  /// The last state that was read; none before the first look.
  std::optional<RunStatus> status(RunId run) const;

 Q_SIGNALS:
  /// In the order of the file; batches of at most 2,000.
  void events(assay::RunId run, const QVector<assay::Event>& events);
  void statusChanged(assay::RunId run);
  void caughtUp(assay::RunId run);

 private:
  struct Followed {
    int ticket = 0;          ///< tells answers of an earlier follow() of the same run apart
    bool isCaughtUp = false;
    std::optional<RunStatus> status;
  };
  void connectPoller();

  QHash<qint64, Followed> followed_;
  RunPoller* poller_ = nullptr;   ///< lives on the feed thread; deleted there
  int nextTicket_ = 1;
};

}  // namespace assay
