// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/run_poller.h"

#include <string>

#include <QCoreApplication>
#include <QThread>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr int tickMs = 250;         // nothing that is shown changes faster, and each look wakes a core that trains
constexpr int catchUpMs = 10;       // while replaying an old run, with room for the window between batches
constexpr std::size_t batch = 2000;
constexpr int statusTicks = 2;      // state.json twice a second
constexpr int restingTicks = 4;     // a run that has ended is looked at once a second

bool isOver(const RunStatus& status) {
  return status.state != RunState::Running && status.state != RunState::Created;
}

bool differs(const RunStatus& a, const RunStatus& b) {
  return a.state != b.state || a.pid != b.pid || a.ended != b.ended || a.trainedSeconds != b.trainedSeconds ||
         a.device != b.device || a.errorMessage != b.errorMessage || a.metrics != b.metrics;
}

class FeedThread : public QThread {
 public:
  FeedThread() { setObjectName("run feed"); start(); }
  ~FeedThread() override { quit(); wait(); }
};

}  // namespace

QThread* RunPoller::thread() {
  static FeedThread feed;
  return &feed;
}

RunPoller::RunPoller(std::filesystem::path runsFolder) : runsFolder_(std::move(runsFolder)) {}

void RunPoller::follow(qint64 run, int ticket) {
  const RunDirectory directory(runsFolder_ / std::to_string(run));
  watched_.insert_or_assign(run, Watched{ticket, directory, EventReader(directory.eventsFile()), {}});
  if (!timer_) {
    timer_ = new QTimer(this);
    connect(timer_, &QTimer::timeout, this, &RunPoller::tick);
  }
  timer_->start(0);
}

void RunPoller::unfollow(qint64 run) {
  watched_.erase(run);
  if (watched_.empty() && timer_) timer_->stop();
}

void RunPoller::tick() {
  bool behind = false;
  for (auto& [run, watched] : watched_) {
    if (--watched.ticksToStatus <= 0) readStatus(run, watched);
    if (--watched.ticksToEvents <= 0) behind = readEvents(run, watched) || behind;
  }
  timer_->start(behind ? catchUpMs : tickMs);
}

bool RunPoller::readEvents(qint64 run, Watched& watched) {
  std::vector<Event> found;
  try {
    found = watched.reader.poll(batch);
  } catch (const Error&) {
    // No events file yet, or a file system that is away for a moment: the next tick looks again.
  }
  if (!found.empty())
    Q_EMIT events(run, watched.ticket, QVector<Event>(found.begin(), found.end()));
  const bool more = found.size() >= batch;
  if (!more && !watched.isCaughtUp) {
    watched.isCaughtUp = true;
    Q_EMIT caughtUp(run, watched.ticket);
  }
  watched.ticksToEvents = found.empty() && isOver(watched.last) ? restingTicks : 1;
  return more;
}

void RunPoller::readStatus(qint64 run, Watched& watched) {
  watched.ticksToStatus = statusTicks;
  try {
    const RunStatus now = watched.directory.status();
    if (watched.hasStatus && !differs(now, watched.last)) return;
    watched.last = now;
    watched.hasStatus = true;
    watched.ticksToEvents = 0;
    Q_EMIT status(run, watched.ticket, now);
  } catch (const Error&) {
    // A run directory that is being made; looked at again in half a second.
  }
}

}  // namespace assay
