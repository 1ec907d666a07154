// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/project_checker.h"

#include <memory>

#include "core/job/local_launcher.h"
#include "core/project/validator.h"
#include "widgets/bridge/project_session.h"

namespace assay {

namespace {

Problems checkProjectAndTarget(const Project& project, Database& database, const PluginManifest& manifest) {
  Project dataOnly = project;
  dataOnly.options = {};
  Problems found = validateProject(dataOnly, database, manifest, Check::Quick);
  const Problems ofTarget = LocalLauncher().preflight(resolveRun(dataOnly, manifest, {}, {}));
  found.insert(found.end(), ofTarget.begin(), ofTarget.end());
  return found;
}

}  // namespace

ProjectChecker::ProjectChecker(Check check, QObject* parent)
    : QObject(parent), check_(check ? std::move(check) : checkProjectAndTarget) {}

void ProjectChecker::watch(ProjectSession* session, const std::optional<PluginManifest>& manifest) {
  session_ = session;
  manifest_ = manifest;
  problems_.clear();
  checked_.reset();
  isRunning_ = false;
  ++watched_;
}

bool ProjectChecker::isCurrent() const {
  return !session_ || !manifest_ || (checked_ && *checked_ == session_->revision());
}

void ProjectChecker::refresh() {
  if (isRunning_ || isCurrent()) return;
  isRunning_ = true;
  auto found = std::make_shared<Problems>();
  session_->runInBackground(
      tr("Checking the project"),
      [check = check_, project = session_->project(), manifest = *manifest_, found](Database& database, const Progress&) {
        *found = check(project, database, manifest);
      },
      [self = QPointer(this), watched = watched_, revision = session_->revision(), found](const QString& error) {
        if (!self || self->watched_ != watched) return;
        if (!error.isEmpty()) *found = {{Severity::Error, {}, error.toStdString(), {}}};
        self->take(revision, std::move(*found));
      });
}

void ProjectChecker::take(quint64 revision, Problems problems) {
  isRunning_ = false;
  checked_ = revision;
  problems_ = std::move(problems);
  refresh();   // the project may have changed meanwhile
  Q_EMIT finished();
}

}  // namespace assay
