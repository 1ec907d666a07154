// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/base/option_schema.h"
#include "core/job/run_directory.h"
#include "widgets/charts/run_curves.h"

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QTableWidget;
class QTimer;
class QToolButton;

namespace assay {

class RankPanel;
class RunHistory;
class RunTimeline;
class TimeBar;

/// Beside the curves: how far, what took the time, which options set the selected runs apart, the log.
class RunInspector : public QWidget {
  Q_OBJECT

 public:
  explicit RunInspector(QWidget* parent = nullptr);

  /// Names and units of the options; of what is not in it the key is shown.
  void setSchema(const OptionSchema& schema) { schema_ = schema; }
  /// The first is the one that progress, time and log are of. Folders are run directories.
  void setRuns(const std::vector<std::pair<RunId, std::filesystem::path>>& runs);
  void showProgress(const RunStatus* status, const RunCurves* curves, const RunHistory* history);
  /// Rows of the table of options, for tests: name, then one value a run. What differs from the defaults comes first.
  QList<QStringList> options() const;

 private:
  void showOptions();
  std::map<std::string, QStringList> optionTexts() const;
  QString optionName(const std::string& key) const;
  QString optionValue(const std::string& key, const OptionValue& value) const;
  bool isChanged(const std::string& key, const QStringList& values) const;
  void showLog();

  OptionSchema schema_;
  std::vector<std::pair<RunId, std::filesystem::path>> runs_;
  QLabel* title_;
  QLabel* state_;
  QLabel* left_;
  QProgressBar* progress_;
  QLabel* timeTitle_;
  TimeBar* time_;
  QLabel* courseTitle_;
  RunTimeline* course_;
  RankPanel* ranks_;
  QLabel* optionsTitle_;
  QTableWidget* options_;
  QToolButton* logButton_;
  QPlainTextEdit* log_;
  QTimer* logTimer_;
};

}  // namespace assay
