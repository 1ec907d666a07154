// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QTimer>

#include "core/plugin/manifest.h"
#include "widgets/bridge/project_checker.h"
#include "widgets/pages/page.h"

class QLabel;
class QPushButton;
class QWidget;

namespace assay {

class OptionForm;
class ProblemList;
class TrainDataPanel;
class TrainTargetPanel;

/// What, how, where, and one button.
class TrainPage : public Page {
  Q_OBJECT

 public:
  explicit TrainPage(QWidget* parent = nullptr);
  /// With another check than the validator, for tests.
  explicit TrainPage(ProjectChecker::Check check, QWidget* parent = nullptr);

  QString id() const override { return "train"; }
  QString title() const override { return tr("Train"); }
  QString iconName() const override { return "train"; }
  void setSession(ProjectSession* session) override;
  void activate() override;
  /// Not while the device is measured: a picture of the page should show what was found.
  bool isIdle() const override;
  QList<QAction*> pageActions() const override { return actions_; }

 Q_SIGNALS:
  /// Problem::fix of a problem that is mended on another page.
  void mendRequested(const QString& fix);

 public Q_SLOTS:
  /// A run's id: take its options ("clone"). "start": press the button.
  void open(const QVariant& argument) override;

 private:
  QWidget* buildColumns();
  QWidget* buildWhere();
  void buildActions();
  void loadPlugin();
  void refresh();
  void refreshProblems();
  void refreshDuration();
  Problems problems() const;
  Problems formProblems() const;
  void saveOptions();
  void cloneRun(qint64 run);
  void mend(const QString& fix);
  void start();
  void startNow();
  void setStarting(bool isStarting);

  ProjectSession* session_ = nullptr;
  std::optional<PluginManifest> manifest_;
  QString pluginError_;
  QList<QAction*> actions_;
  ProjectChecker checker_;
  OptionForm* form_;
  TrainDataPanel* data_;
  TrainTargetPanel* target_;
  ProblemList* problems_;
  QLabel* model_;
  QLabel* failure_;
  QPushButton* start_;
  QTimer save_;
  QTimer lookAgain_;
  bool isStarting_ = false;
  bool startsWhenChecked_ = false;   ///< the button was pressed before the check had ended
  bool isStale_ = true;
};

}  // namespace assay
