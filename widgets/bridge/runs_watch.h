// SPDX-License-Identifier: GPL-3.0-or-later
// Notices runs that another program began or deleted: `assay train` in a terminal, a second workbench, a script.
#pragma once

#include <filesystem>

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace assay {

class RunsWatch : public QObject {
  Q_OBJECT

 public:
  /// Watches the folder that holds one folder a run; it need not exist yet, its parent must.
  explicit RunsWatch(const std::filesystem::path& runsFolder, QObject* parent = nullptr);

 Q_SIGNALS:
  /// A run's folder came or went, a moment ago: by now its row is written too.
  void changed();

 private:
  void watch();

  QString folder_;
  QFileSystemWatcher watcher_;
  QTimer settle_;
};

}  // namespace assay
