// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/job/run_directory.h"
#include "widgets/charts/run_curves.h"

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QTableWidget;
class QTimer;
class QToolButton;

namespace assay {

class TimeBar;

/// Beside the curves: how far, what took the time, which options set the selected runs apart, the log.
class RunInspector : public QWidget {
  Q_OBJECT

 public:
  explicit RunInspector(QWidget* parent = nullptr);

  /// The first is the one that progress, time and log are of. Folders are run directories.
  void setRuns(const std::vector<std::pair<RunId, std::filesystem::path>>& runs);
  void showProgress(const RunStatus* status, const RunCurves* curves);
  /// Rows of the table of options, for tests and screen readers: key, then one value a run.
  QList<QStringList> options() const;

 private:
  void showOptions();
  void showLog();

  std::vector<std::pair<RunId, std::filesystem::path>> runs_;
  QLabel* title_;
  QLabel* state_;
  QLabel* left_;
  QProgressBar* progress_;
  TimeBar* time_;
  QLabel* optionsTitle_;
  QTableWidget* options_;
  QToolButton* logButton_;
  QPlainTextEdit* log_;
  QTimer* logTimer_;
};

}  // namespace assay
