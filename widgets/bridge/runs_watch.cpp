// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/runs_watch.h"

#include <QFileInfo>

#include "widgets/bridge/text.h"

namespace assay {

namespace {
constexpr int settleMs = 500;   // the folder is made within the transaction that adds the row
}

RunsWatch::RunsWatch(const std::filesystem::path& runsFolder, QObject* parent) : QObject(parent), folder_(fromPath(runsFolder)) {
  settle_.setSingleShot(true);
  settle_.setInterval(settleMs);
  connect(&settle_, &QTimer::timeout, this, &RunsWatch::changed);
  connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, [this](const QString& path) {
    if (path != folder_ && !QFileInfo::exists(folder_)) return;   // something else in the project's folder
    watch();
    settle_.start();
  });
  watch();
}

void RunsWatch::watch() {
  const QString wanted = QFileInfo::exists(folder_) ? folder_ : QFileInfo(folder_).path();
  if (watcher_.directories() == QStringList{wanted}) return;
  if (!watcher_.directories().isEmpty()) watcher_.removePaths(watcher_.directories());
  watcher_.addPath(wanted);
}

}  // namespace assay
