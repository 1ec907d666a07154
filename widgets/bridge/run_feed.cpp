// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/run_feed.h"

#include <QMetaObject>
#include <QThread>

#include "widgets/bridge/run_poller.h"

namespace assay {

RunFeed::RunFeed(const std::filesystem::path& runsFolder, QObject* parent)
    : QObject(parent), poller_(new RunPoller(runsFolder)) {
  poller_->moveToThread(RunPoller::thread());
  connectPoller();
}

RunFeed::~RunFeed() {
  poller_->disconnect(this);
  poller_->deleteLater();
}

void RunFeed::connectPoller() {
  // Queued across threads; an answer to an earlier follow() is recognised by its ticket and dropped.
  connect(poller_, &RunPoller::events, this, [this](qint64 run, int ticket, const QVector<Event>& batch) {
    const auto it = followed_.constFind(run);
    if (it != followed_.cend() && it->ticket == ticket) Q_EMIT events(RunId{run}, batch);
  });
  connect(poller_, &RunPoller::status, this, [this](qint64 run, int ticket, const RunStatus& status) {
    const auto it = followed_.find(run);
    if (it == followed_.end() || it->ticket != ticket) return;
    it->status = status;
    Q_EMIT statusChanged(RunId{run});
  });
  connect(poller_, &RunPoller::caughtUp, this, [this](qint64 run, int ticket) {
    const auto it = followed_.find(run);
    if (it == followed_.end() || it->ticket != ticket) return;
    it->isCaughtUp = true;
    Q_EMIT caughtUp(RunId{run});
  });
}

void RunFeed::follow(RunId run) {
  if (followed_.contains(run.value)) return;
  const int ticket = nextTicket_++;
  followed_.insert(run.value, Followed{ticket, false, std::nullopt});
  QMetaObject::invokeMethod(poller_, [poller = poller_, run, ticket] { poller->follow(run.value, ticket); });
}

void RunFeed::unfollow(RunId run) {
  if (followed_.remove(run.value) == 0) return;
  QMetaObject::invokeMethod(poller_, [poller = poller_, run] { poller->unfollow(run.value); });
}

bool RunFeed::isCaughtUp(RunId run) const {
  const auto it = followed_.constFind(run.value);
  return it != followed_.cend() && it->isCaughtUp;
}

std::optional<RunStatus> RunFeed::status(RunId run) const {
  const auto it = followed_.constFind(run.value);
  return it == followed_.cend() ? std::nullopt : it->status;
}

}  // namespace assay
