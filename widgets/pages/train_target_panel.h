// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace assay {

/// "Where": the device as the probe found it.
class TrainTargetPanel : public QWidget {
  Q_OBJECT

 public:
  explicit TrainTargetPanel(QWidget* parent = nullptr);
  /// Starts the probe when it has not run yet.
  void activate();
  void setDuration(const QString& text);

 private:
  void showReport();

  QLabel* device_;
  QLabel* details_;
  QLabel* precision_;
  QLabel* duration_;
};

}  // namespace assay
