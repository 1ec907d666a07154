// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/project_starter.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include "core/project/project.h"
#include "core/project/sample_boards.h"
#include "core/project/sample_facts.h"
#include "core/project/sample_sentences.h"
#include "core/project/sample_table.h"
#include "widgets/bridge/settings.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/shell/new_project_dialog.h"
#include "widgets/shell/sample_dialog.h"

namespace assay {

namespace {

constexpr int keyedClasses = 9;   // digit keys 1 to 9

std::vector<ClassDef> classesOf(const QStringList& names) {
  std::vector<ClassDef> classes;
  for (int i = 0; i < names.size(); ++i)
    classes.push_back({names[i].toStdString(), i, i < keyedClasses ? std::to_string(i + 1) : std::string()});
  return classes;
}

}  // namespace

ProjectStarter::ProjectStarter(QWidget& window, TaskRunner& tasks, Settings& settings)
    : QObject(&window), window_(window), tasks_(tasks), settings_(settings) {}

QString ProjectStarter::usualFolder() const {
  const QStringList recent = settings_.recentProjects();
  return recent.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                          : QFileInfo(recent.first()).absolutePath();
}

void ProjectStarter::askNew() {
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  NewProjectDialog dialog(catalogue, usualFolder(), &window_);
  if (dialog.exec() != QDialog::Accepted) return;
  try {
    Project project = createProject(toPath(dialog.folder()), dialog.task().toStdString());
    project.classes = classesOf(dialog.classes());
    if (project.plugin.empty()) project.plugin = catalogue.byTask(project.task).id;
    saveProject(project);
    Q_EMIT ready(dialog.folder());
  } catch (const Error& error) {
    Q_EMIT failed(tr("The project could not be created. %1").arg(describe(error)));
  }
}

void ProjectStarter::askOpen() {
  const QString folder = QFileDialog::getExistingDirectory(&window_, tr("Open project"), usualFolder());
  if (!folder.isEmpty()) Q_EMIT ready(folder);
}

void ProjectStarter::askBundle() {
  const QString file = QFileDialog::getOpenFileName(&window_, tr("Open bundle"), usualFolder(), tr("Assay bundle (*.assay)"));
  if (!file.isEmpty()) Q_EMIT ready(file);
}

void ProjectStarter::askSample() {
  SampleDialog dialog(usualFolder(), &window_);
  if (dialog.exec() == QDialog::Accepted) makeSample(dialog.kind(), dialog.folder(), dialog.count(), dialog.seed());
}

void ProjectStarter::makeSample(const QString& kind, const QString& folder, int count, quint64 seed) {
  tasks_.run(
      tr("Creating sample project"),
      [kind, folder, count, seed](const Progress& progress) {
        if (kind == "table") createSampleTable(toPath(folder), count, seed, progress);
        else if (kind == "facts") createSampleFacts(toPath(folder), count, seed, progress);
        else if (kind == "sentences") createSampleSentences(toPath(folder), count, seed, progress);
        else createSampleBoards(toPath(folder), count, seed, progress);
      },
      [this, folder](const QString& error) {
        if (error.isEmpty()) Q_EMIT ready(folder);
      });
}

}  // namespace assay
