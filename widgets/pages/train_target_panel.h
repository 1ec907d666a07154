// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/job/target.h"

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace assay {

/// "Where": this computer with the device as the probe found it, or another target.
class TrainTargetPanel : public QWidget {
  Q_OBJECT

 public:
  explicit TrainTargetPanel(QWidget* parent = nullptr);
  /// Starts the probe when it has not run yet.
  void activate();
  void setDuration(const QString& text);
  /// The project's; one's own are read with them. What was chosen stays chosen when it is still there.
  void setTargets(const std::vector<Target>& ofProject);
  /// "local", or a target's name.
  QString target() const;

 private:
  void showTarget();
  void showReport();

  std::vector<Target> targets_;
  QComboBox* choice_;
  QLabel* device_;
  QLabel* details_;
  QLabel* precision_;
  QLabel* duration_;
};

}  // namespace assay
