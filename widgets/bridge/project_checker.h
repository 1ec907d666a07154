// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the open project, at hand for a page at any time, and found off the GUI thread: a check reads every
// label of the project.
#pragma once

#include <functional>
#include <optional>

#include <QObject>
#include <QPointer>

#include "core/base/problem.h"
#include "core/plugin/manifest.h"
#include "core/project/project.h"

namespace assay {

class Database;
class ProjectSession;

class ProjectChecker : public QObject {
  Q_OBJECT

 public:
  /// Runs on a worker thread with a connection of its own.
  using Check = std::function<Problems(const Project&, Database&, const PluginManifest&)>;

  /// Without `check`: the validator, and what the local target lacks.
  explicit ProjectChecker(Check check = {}, QObject* parent = nullptr);

  /// From now on about this project and plugin, of which nothing is known yet.
  void watch(ProjectSession* session, const std::optional<PluginManifest>& manifest);
  /// Checks once more if the project has changed since the last check. Calls while one is running become one more.
  void refresh();
  /// Of the last check that ended, about everything but the options: a form knows those at once.
  const Problems& problems() const { return problems_; }
  /// Whether problems() is about the project as it stands.
  bool isCurrent() const;

 Q_SIGNALS:
  void finished();

 private:
  void take(quint64 revision, Problems problems);

  Check check_;
  QPointer<ProjectSession> session_;
  std::optional<PluginManifest> manifest_;
  Problems problems_;
  std::optional<quint64> checked_;   ///< ProjectSession::revision() that problems_ is about
  int watched_ = 0;                  ///< counts watch(): an answer for the project before is nobody's
  bool isRunning_ = false;
};

}  // namespace assay
