// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QTimer>

#include "core/base/strong_id.h"
#include "core/job/event_log.h"
#include "widgets/charts/run_curves.h"
#include "widgets/pages/page.h"

class QComboBox;
class QLabel;
class QSlider;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace assay {

class ChartGroup;
class LearningCurveChart;
class RunFeed;
class RunInspector;
class RunsModel;

/// All runs as a table, the curves of the selected ones below. Everything comes from the run
/// directories, so a run that goes on while no window is open is there again when one opens.
class RunsPage : public Page {
  Q_OBJECT

 public:
  explicit RunsPage(QWidget* parent = nullptr);
  ~RunsPage() override;

  QString id() const override { return "runs"; }
  QString title() const override { return tr("Runs"); }
  QString iconName() const override { return "runs"; }
  void setSession(ProjectSession* session) override;
  void activate() override;
  bool isIdle() const override;
  QList<QAction*> pageActions() const override { return actions_; }
  QWidget* inspector() override;

  QList<qint64> selectedRuns() const;

 public Q_SLOTS:
  /// A run's id: selects it.
  void open(const QVariant& argument) override;

 private:
  QWidget* buildToolbar();
  QWidget* buildCharts();
  void buildActions();
  QAction* addAction(const QString& text, const QString& icon, const QKeySequence& key, void (RunsPage::*act)());
  void reload();
  void loadManifest();
  void select(qint64 run);
  void select(const QList<qint64>& runs);
  QList<qint64> keptSelection() const;
  void selectionChanged();
  void takeNew();
  void showTexts();
  int liveInterval() const;
  void updateActions();
  void applyAxis();
  std::optional<RunId> current() const;
  std::filesystem::path folderOf(RunId run) const;
  void saveNote(RunId run, const QString& note);
  void stopRun();
  void resumeRun();
  void cloneRun();
  void evaluateRun();
  void deleteRun();
  void editNote();
  void exportCsv();
  void exportPng();
  void report(const QString& error, const QString& success);

  ProjectSession* session_ = nullptr;
  std::unique_ptr<RunFeed> feed_;
  RunsModel* model_;
  QTableView* table_;
  QStackedWidget* stack_;
  QWidget* chartArea_ = nullptr;
  QList<LearningCurveChart*> charts_;
  ChartGroup* group_;
  RunInspector* inspector_;
  QComboBox* axis_ = nullptr;
  QSlider* smoothing_ = nullptr;
  QToolButton* logarithmic_ = nullptr;
  QLabel* hint_ = nullptr;
  QTimer tick_, textTick_;   ///< curves, and what is read
  QList<QAction*> actions_;
  QAction *stop_ = nullptr, *resume_ = nullptr, *clone_ = nullptr, *evaluate_ = nullptr, *delete_ = nullptr, *note_ = nullptr,
          *csv_ = nullptr, *png_ = nullptr;
  QList<qint64> shown_;
  bool isDirty_ = false;
};

}  // namespace assay
