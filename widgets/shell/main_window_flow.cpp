// SPDX-License-Identifier: GPL-3.0-or-later
// What passes through the frame: drops, bundles, the ends of runs.
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

#include "core/job/run_directory.h"
#include "core/project/bundle.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/pages/data_page.h"
#include "widgets/pages/train_page.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/message_bar.h"
#include "widgets/shell/page_host.h"

namespace assay {

namespace {

QStringList localPaths(const QMimeData* data) {
  QStringList paths;
  for (const QUrl& url : data->urls())
    if (url.isLocalFile()) paths << url.toLocalFile();
  return paths;
}

/// The folder or bundle of a dropped project, or nothing.
QString projectIn(const QString& path) {
  const QFileInfo info(path);
  if (info.fileName() == "project.yaml") return info.absolutePath();
  if (isBundle(toPath(path))) return path;
  return QFileInfo::exists(QDir(path).filePath("project.yaml")) ? path : QString();
}

}  // namespace

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!localPaths(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QStringList paths = localPaths(event->mimeData());
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  const QString folder = projectIn(paths.first());
  if (!folder.isEmpty()) {
    openProject(folder);
  } else if (session_) {
    goTo("data");
    if (auto* page = qobject_cast<DataPage*>(currentPage())) page->askImport(paths);
  } else {
    message_->showMessage(MessageBar::Kind::Info, tr("Images go into a project. Create or open one, then drop them again."),
                          tr("New project…"), [this] { begin_.first()->trigger(); });
  }
}

void MainWindow::connectPage(Page* page) {
  if (auto* train = qobject_cast<TrainPage*>(page)) connect(train, &TrainPage::mendRequested, this, &MainWindow::mend);
}

/// The actions behind Problem::fix that another page does.
void MainWindow::mend(const QString& fix) {
  if (fix == "label.items" || fix == "class.add") return goTo("label");
  goTo("data");
  auto* page = qobject_cast<DataPage*>(currentPage());
  if (!page) return;
  if (fix == "split.make") page->askSplit();
  if (fix == "data.import") page->askImport();
}

void MainWindow::train() {
  // Pressing Train twice is the quick way: the first press shows what would run.
  Page* page = currentPage();
  if (page && page->id() == "train") page->open(QStringLiteral("start"));
  else goTo("train");
}

void MainWindow::showRunEnded(RunId run) {
  if (!session_) return;
  try {
    const RunStatus status = RunDirectory(session_->project().runsFolder() / std::to_string(run.value)).status();
    const auto show = [this, run] { goTo("runs", QVariant::fromValue<qlonglong>(run.value)); };
    if (status.state == RunState::Done)
      message_->showMessage(MessageBar::Kind::Info, tr("Run %1 is done.").arg(run.value), tr("Evaluate it"),
                            [this, run] { goTo("evaluate", QVariant::fromValue<qlonglong>(run.value)); });
    else if (status.state == RunState::Failed)
      message_->showMessage(MessageBar::Kind::Error,
                            tr("Run %1 failed: %2").arg(run.value).arg(translateMessage(status.errorMessage)), tr("Show it"), show);
    else if (status.state == RunState::Lost)
      message_->showMessage(MessageBar::Kind::Error, tr("The process of run %1 is gone. It can go on from its last checkpoint.")
                                                         .arg(run.value), tr("Show it"), show);
  } catch (const Error& error) {
    showError(describe(error));
  }
}

void MainWindow::openBundleFile(const QString& file) {
  isOpening_ = true;
  auto folder = std::make_shared<QString>();
  tasks_->run(
      tr("Opening bundle"),
      [file, folder](const Progress& progress) { *folder = fromPath(openBundle(toPath(file), progress).root); },
      [this, file, folder](const QString& error) {
        isOpening_ = false;
        const auto [page, argument] = std::exchange(waiting_, {});
        if (!error.isEmpty() || !openFolder(*folder, file)) return;
        goTo(page.isEmpty() ? QStringLiteral("data") : page, argument);
      });
}

void MainWindow::exportBundle() {
  const QString proposal = QDir(projectFolder()).filePath("../" + fromUtf8(session_->project().name) + ".assay");
  const QString file = QFileDialog::getSaveFileName(this, tr("Export bundle"), QDir::cleanPath(proposal), tr("Assay bundle (*.assay)"));
  if (file.isEmpty()) return;
  session_->runInBackground(
      tr("Exporting bundle"),
      [project = session_->project(), file](Database& database, const Progress& progress) {
        writeBundle(project, database, toPath(file), progress);
      },
      [this, file](const QString& error) {
        if (error.isEmpty()) message_->showMessage(MessageBar::Kind::Info, tr("The bundle is in %1.").arg(file));
      });
}

}  // namespace assay
