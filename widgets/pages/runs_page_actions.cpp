// SPDX-License-Identifier: GPL-3.0-or-later
// What a person can do with the selected runs.
#include <system_error>

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>

#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/run_feed.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/pages/run_export.h"
#include "widgets/pages/runs_model.h"
#include "widgets/pages/runs_page.h"
#include "widgets/theme/theme.h"

namespace assay {

QAction* RunsPage::addAction(const QString& text, const QString& icon, const QKeySequence& key, void (RunsPage::*act)()) {
  auto* action = new QAction(Theme::instance().icon(icon), text, this);
  action->setShortcut(key);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  action->setToolTip(key.isEmpty() ? text : tr("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
  connect(action, &QAction::triggered, this, act);
  QWidget::addAction(action);
  actions_ << action;
  return action;
}

void RunsPage::buildActions() {
  stop_ = addAction(tr("Stop and keep checkpoint"), "stop", QKeySequence("Ctrl+."), &RunsPage::stopRun);
  resume_ = addAction(tr("Resume"), "resume", QKeySequence("Ctrl+R"), &RunsPage::resumeRun);
  evaluate_ = addAction(tr("Evaluate"), "evaluate", QKeySequence("Ctrl+E"), &RunsPage::evaluateRun);
  clone_ = addAction(tr("Clone to Train"), "clone", QKeySequence("Ctrl+D"), &RunsPage::cloneRun);
  note_ = addAction(tr("Edit note"), "edit", QKeySequence("Ctrl+M"), &RunsPage::editNote);
  csv_ = addAction(tr("Export values as CSV…"), "csv", QKeySequence("Ctrl+Shift+E"), &RunsPage::exportCsv);
  png_ = addAction(tr("Export charts as PNG…"), "image", QKeySequence("Ctrl+Shift+P"), &RunsPage::exportPng);
  delete_ = addAction(tr("Delete run…"), "delete", QKeySequence::Delete, &RunsPage::deleteRun);
}

void RunsPage::updateActions() {
  const auto run = current();
  const RunStatus* status = run ? model_->status(*run) : nullptr;
  const bool canWrite = session_ && !session_->isReadOnly();
  const bool isRunning = status && status->state == RunState::Running;
  const bool canResume = status && (status->state == RunState::Stopped || status->state == RunState::Failed ||
                                    status->state == RunState::Lost || status->state == RunState::Created);
  bool isAnyRunning = false;
  for (qint64 selected : selectedRuns()) {
    const RunStatus* one = model_->status(RunId{selected});
    isAnyRunning = isAnyRunning || (one && one->state == RunState::Running);
  }
  const bool hasAny = !selectedRuns().isEmpty();
  stop_->setEnabled(canWrite && isRunning);
  resume_->setEnabled(canWrite && canResume);
  evaluate_->setEnabled(status && status->state != RunState::Created);
  clone_->setEnabled(run.has_value());
  note_->setEnabled(canWrite && run.has_value());
  delete_->setEnabled(canWrite && hasAny && !isAnyRunning);
  csv_->setEnabled(hasAny);
  png_->setEnabled(hasAny);
}

void RunsPage::report(const QString& error, const QString& success) { Q_EMIT status(error.isEmpty() ? success : error); }

void RunsPage::stopRun() {
  if (const auto run = current())
    report(session_->runs().stop(*run), tr("Run %1 writes a checkpoint and stops.").arg(run->value));
}

void RunsPage::resumeRun() {
  const auto run = current();
  if (!run) return;
  session_->runs().resume(*run, whileAlive(this, [this, run](const QString& error) { report(error, tr("Run %1 goes on.").arg(run->value)); }));
}

void RunsPage::cloneRun() {
  if (const auto run = current()) Q_EMIT navigate("train", QVariant::fromValue<qlonglong>(run->value));
}

void RunsPage::evaluateRun() {
  if (const auto run = current()) Q_EMIT navigate("evaluate", QVariant::fromValue<qlonglong>(run->value));
}

void RunsPage::editNote() {
  const auto run = current();
  if (!run) return;
  const QModelIndex cell = model_->index(model_->rowOf(*run), RunsModel::Note);
  table_->setCurrentIndex(cell);
  table_->edit(cell);
}

void RunsPage::saveNote(RunId run, const QString& note) {
  if (session_) setRunNote(session_->database(), run, note.toStdString());
}

void RunsPage::deleteRun() {
  const auto runs = selectedRuns();
  if (!delete_->isEnabled() || runs.isEmpty()) return;
  QMessageBox question(
      QMessageBox::Warning, tr("Delete runs"), runs.size() == 1 ? tr("Delete run %1 with all its checkpoints and results? This cannot be undone.").arg(runs.first())
                                               : tr("Delete %1 runs with all their checkpoints and results? This cannot be undone.").arg(runs.size()),
      QMessageBox::Yes | QMessageBox::Cancel, this);
  question.button(QMessageBox::Yes)->setText(tr("Delete"));
  question.button(QMessageBox::Cancel)->setText(tr("Cancel"));
  question.setDefaultButton(QMessageBox::Cancel);
  if (question.exec() != QMessageBox::Yes) return;
  std::vector<std::pair<RunId, std::filesystem::path>> doomed;
  for (qint64 run : runs) {
    feed_->unfollow(RunId{run});
    doomed.emplace_back(RunId{run}, folderOf(RunId{run}));
  }
  session_->runInBackground(
      tr("Deleting runs"),
      [doomed](Database& database, const Progress& progress) {
        int64_t done = 0;
        for (const auto& [run, folder] : doomed) {
          progress.step(done++, int64_t(doomed.size()));
          std::error_code failed;
          std::filesystem::remove_all(folder, failed);
          require(!failed, "the run cannot be deleted: " + failed.message(), folder.string(), Code::Io);
          removeRun(database, run);   // last: a run half deleted is still listed and can be deleted again
        }
      },
      whileAlive(this, [this](const QString& error) {
        Q_EMIT session_->runsChanged();
        report(error, tr("Deleted."));
      }));
}

void RunsPage::exportCsv() {
  QString file = QFileDialog::getSaveFileName(this, tr("Export values"), tr("runs") + ".csv", tr("CSV table (*.csv)"));
  if (file.isEmpty()) return;
  if (!file.endsWith(".csv", Qt::CaseInsensitive)) file += ".csv";
  std::vector<ExportedRun> runs;
  for (qint64 run : selectedRuns()) runs.push_back({RunId{run}, RunDirectory(folderOf(RunId{run})).eventsFile()});
  session_->runInBackground(
      tr("Exporting values"),
      [runs, target = toPath(file)](Database&, const Progress& progress) { exportEvents(runs, target, progress); },
      whileAlive(this, [this, file](const QString& error) { report(error, tr("Saved %1.").arg(file)); }));
}

void RunsPage::exportPng() {
  QString file = QFileDialog::getSaveFileName(this, tr("Export charts"), tr("runs") + ".png", tr("PNG picture (*.png)"));
  if (file.isEmpty()) return;
  if (!file.endsWith(".png", Qt::CaseInsensitive)) file += ".png";
  session_->runInBackground(
      tr("Exporting charts"),
      [picture = chartArea_->grab().toImage(), file](Database&, const Progress&) {
        const QString error = savePng(picture, file);
        require(error.isEmpty(), error.toStdString(), {}, Code::Io);
      },
      whileAlive(this, [this, file](const QString& error) { report(error, tr("Saved %1.").arg(file)); }));
}

}  // namespace assay
