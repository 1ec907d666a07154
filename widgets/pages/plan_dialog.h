// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include <QDialog>

#include "core/plan/cluster_plan.h"
#include "core/plan/run_workload.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace assay {

class ChartPanel;

/// What share of a training step would wait for communication, over the number of hosts: a model of the network, nothing that was run.
class PlanDialog : public QDialog {
  Q_OBJECT

 public:
  /// `runs`: names and folders of runs whose measured steps may be planned for, newest first.
  explicit PlanDialog(const std::vector<std::pair<QString, std::filesystem::path>>& runs, QWidget* parent = nullptr);

  /// What the largest cluster of the chart is said to need; for tests, too.
  QString verdict() const;
  /// Takes the speeds that a file of measurements tells. The error text is shown, too.
  QString fitTo(const QString& file);

 private:
  QWidget* buildForm(const std::vector<std::pair<QString, std::filesystem::path>>& runs);
  QWidget* buildChart();
  void chooseModel();
  void askForMeasurements();
  void plan();
  Cluster cluster() const;
  WorkloadInBuckets workload() const;

  QComboBox *model_, *precision_;
  QSpinBox *hosts_, *ranks_, *cards_;
  QDoubleSpinBox *step_, *insideLatency_, *insideSpeed_, *betweenLatency_, *betweenSpeed_;
  QLabel *note_, *verdict_;
  ChartPanel* panel_;
  std::optional<RunCost> run_;         ///< of the run that is chosen
  double reduceSecondsPerByte_ = 0;    ///< of measurements
};

}  // namespace assay
