// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/task_runner.h"

#include <memory>

#include <QElapsedTimer>
#include <QMetaObject>

#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

constexpr qint64 reportEveryMs = 100;   // core may report each of 20,000 items; eyes need ten a second

/// Numbers are unique over all runners, so that one status bar can show several.
int nextTaskNumber() {
  static int next = 1;
  return next++;
}

QString errorOf(const TaskRunner::Work& work, const Progress& progress) {
  try {
    work(progress);
    return {};
  } catch (const Error& error) {
    return error.code() == Code::Stopped ? TaskRunner::tr("Stopped on request.") : describe(error);
  } catch (const std::exception& error) {   // bad_alloc and friends: the task ends, the labels stay
    return fromUtf8(error.what());
  }
}

}  // namespace

TaskRunner::TaskRunner(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(2);   // the disk and the labeller come first
}

TaskRunner::~TaskRunner() {
  const auto stops = tasks_.values();
  for (const auto& stop : stops) stop();
  pool_.waitForDone();
}

int TaskRunner::run(const QString& title, Work work, Done done) {
  Progress progress;
  const int task = begin(title, [cancel = progress.cancel] { cancel.request(); });
  auto since = std::make_shared<QElapsedTimer>();
  progress.report = [this, task, since](int64_t done, int64_t total, const std::string& what) {
    if (since->isValid() && since->elapsed() < reportEveryMs && done != total) return;
    since->start();
    QMetaObject::invokeMethod(this, [this, task, done, total, text = translateMessage(what)] { report(task, done, total, text); });
  };
  pool_.start([this, task, progress, work = std::move(work), done = std::move(done)] {
    const QString error = errorOf(work, progress);
    QMetaObject::invokeMethod(this, [this, task, done, error] {
      end(task, error);
      if (done) done(error);
    });
  });
  return task;
}

int TaskRunner::begin(const QString& title, std::function<void()> cancel) {
  const int task = nextTaskNumber();
  tasks_.insert(task, std::move(cancel));
  Q_EMIT started(task, title);
  return task;
}

void TaskRunner::report(int task, qint64 done, qint64 total, const QString& what) {
  if (tasks_.contains(task)) Q_EMIT progress(task, done, total, what);
}

void TaskRunner::end(int task, const QString& error) {
  if (tasks_.remove(task) > 0) Q_EMIT finished(task, error);
}

void TaskRunner::cancel(int task) {
  const auto it = tasks_.constFind(task);
  if (it != tasks_.cend()) (*it)();
}

}  // namespace assay
