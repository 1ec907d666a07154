// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/status_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>

#include "core/job/run_directory.h"
#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/run_feed.h"
#include "widgets/bridge/run_progress.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/shell/job_line.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int statusMs = 6000;
constexpr int dueMs = 400;        // what is over sooner would only flicker
constexpr int shownJobs = 2;      // more than two are counted
constexpr int recentRuns = 8;     // older ones cannot still be running unseen
constexpr int dot = 8;

QPixmap dotOf(const QColor& colour, qreal scale) {
  QPixmap pixmap(QSize(dot, dot) * scale);
  pixmap.setDevicePixelRatio(scale);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawEllipse(QRectF(0.5, 0.5, dot - 1, dot - 1));
  return pixmap;
}

}  // namespace

struct StatusStrip::LiveRun {
  RunProgress progress;
  JobLine* line = nullptr;
};

StatusStrip::StatusStrip(QWidget* parent)
    : QFrame(parent), savedDot_(new QLabel(this)), saved_(new QLabel(this)), status_(new QLabel(this)),
      more_(new QLabel(this)), device_(new QLabel(this)), jobs_(new QHBoxLayout), statusTimer_(new QTimer(this)) {
  setObjectName("statusStrip");
  setFixedHeight(metrics::statusBar);
  jobs_->setSpacing(metrics::space4);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(metrics::space3, 1, metrics::space3, 0);
  row->setSpacing(metrics::space2);
  row->addWidget(savedDot_);
  row->addWidget(saved_);
  row->addSpacing(metrics::space2);
  row->addLayout(jobs_);
  row->addWidget(more_);
  row->addWidget(status_, 1);
  row->addWidget(device_);
  statusTimer_->setSingleShot(true);
  connect(statusTimer_, &QTimer::timeout, status_, &QLabel::clear);
  connect(&Theme::instance(), &Theme::changed, this, &StatusStrip::showSaved);
  more_->hide();
  showSaved();
}

StatusStrip::~StatusStrip() = default;

void StatusStrip::setSession(ProjectSession* session) {
  if (session_) session_->disconnect(this);
  feed_.reset();
  for (const auto& run : std::as_const(runs_)) delete run->line;
  runs_.clear();
  session_ = session;
  showSaved();
  if (!session_) return;
  watch(session_->tasks());
  connect(session_, &ProjectSession::runsChanged, this, &StatusStrip::findLiveRuns);
  followRuns();
  QTimer::singleShot(0, this, &StatusStrip::findLiveRuns);   // after the first paint
}

void StatusStrip::showSaved() {
  saved_->setVisible(session_);
  savedDot_->setVisible(session_);
  if (!session_) return;
  const Tokens& tokens = Theme::instance().tokens();
  const bool readOnly = session_->isReadOnly();
  savedDot_->setPixmap(dotOf(readOnly ? tokens.warning : tokens.good, devicePixelRatioF()));
  saved_->setText(readOnly ? tr("Read-only") : tr("Saved"));
  saved_->setToolTip(readOnly ? session_->readOnlyReason() : tr("Every edit is on disk the moment it is made."));
}

void StatusStrip::setDevice(const QString& text) { device_->setText(text); }

void StatusStrip::showStatus(const QString& text) {
  status_->setText(text);
  statusTimer_->start(statusMs);
}

void StatusStrip::watch(TaskRunner& tasks) {
  connect(&tasks, &TaskRunner::started, this, [this, &tasks](int task, const QString& title) { addTask(&tasks, task, title); });
  connect(&tasks, &TaskRunner::finished, this, &StatusStrip::endTask);
  connect(&tasks, &QObject::destroyed, this, [this] {
    // A closing project takes its tasks with it; their lines must not stay behind.
    for (JobLine* line : std::as_const(tasks_)) delete line;
    tasks_.clear();
    arrange();
  });
  connect(&tasks, &TaskRunner::progress, this, [this](int task, qint64 done, qint64 total, const QString& what) {
    JobLine* line = tasks_.value(task);
    if (!line) return;
    line->setProgress(done, total);
    line->setToolTip(what);
  });
}

void StatusStrip::addTask(TaskRunner* tasks, int task, const QString& title) {
  auto* line = new JobLine(tr("Cancel"), this);
  line->setText(title);
  connect(line, &JobLine::cancelRequested, tasks, [tasks, task] { tasks->cancel(task); });
  line->setDue(false);
  QTimer::singleShot(dueMs, line, [this, line] {
    line->setDue(true);
    arrange();
  });
  tasks_.insert(task, line);
  jobs_->addWidget(line);
  arrange();
}

void StatusStrip::endTask(int task, const QString& error) {
  JobLine* line = tasks_.take(task);
  if (!line) return;
  const QString title = line->text();
  delete line;
  arrange();
  if (error.isEmpty()) return;
  if (error == TaskRunner::tr("Stopped on request.")) showStatus(tr("%1: stopped").arg(title));
  else Q_EMIT taskFailed(tr("%1: %2").arg(title, error));
}

void StatusStrip::followRuns() {
  feed_ = std::make_unique<RunFeed>(session_->project().runsFolder());
  connect(feed_.get(), &RunFeed::events, this, [this](RunId run, const QVector<Event>& batch) {
    const auto live = runs_.value(run.value);
    if (!live) return;
    for (const Event& event : batch) live->progress.take(event);
    showRun(run);
  });
  connect(feed_.get(), &RunFeed::statusChanged, this, &StatusStrip::showRun);
}

void StatusStrip::findLiveRuns() {
  if (!session_) return;
  int looked = 0;
  for (const RunRow& row : listRuns(session_->database())) {
    if (++looked > recentRuns) break;
    if (runs_.contains(row.id.value)) continue;
    const RunDirectory directory(session_->project().runsFolder() / std::to_string(row.id.value));
    try {
      const RunState state = directory.status().state;
      if (state != RunState::Running && state != RunState::Created) continue;
      runs_.insert(row.id.value, std::make_shared<LiveRun>(LiveRun{RunProgress(directory.spec().options)}));
      feed_->follow(row.id);
    } catch (const Error&) {
      // A run directory that somebody removed by hand is no reason to complain here: the Runs page says so.
    }
  }
}

void StatusStrip::showRun(RunId run) {
  const auto live = runs_.value(run.value);
  const auto status = feed_->status(run);
  if (!live || !status) return;
  if (status->state == RunState::Running) {
    if (!live->line) {
      live->line = new JobLine(tr("Stop and keep the checkpoint"), this);
      connect(live->line, &JobLine::cancelRequested, this, [this, run] { session_->runs().stop(run); });
      jobs_->insertWidget(0, live->line);
    }
    const QString where = live->progress.text();
    live->line->setText(where.isEmpty() ? tr("run %1 · starting").arg(run.value)
                                        : tr("run %1 · %2").arg(run.value).arg(where));
    live->line->setProgress(qRound64(live->progress.fraction() * 1000), 1000);
    return arrange();
  }
  if (status->state == RunState::Created) return;   // its supervisor is about to start
  delete live->line;
  runs_.remove(run.value);
  feed_->unfollow(run);
  arrange();
  Q_EMIT runEnded(run);
}

void StatusStrip::arrange() {
  int count = 0;
  for (int i = 0; i < jobs_->count(); ++i)
    if (auto* line = qobject_cast<JobLine*>(jobs_->itemAt(i)->widget())) line->setVisible(line->isDue() && count++ < shownJobs);
  more_->setVisible(count > shownJobs);
  more_->setText(tr("and %n more", nullptr, count - shownJobs));
}

}  // namespace assay
