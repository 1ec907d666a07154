// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>

#include "core/suggest/label_curve.h"

class QDoubleSpinBox;
class QLabel;

namespace assay {

class ChartPanel;

/// What labels bought so far: recall of the evaluated runs over the number of labelled training images, with its interval and the curve through it; and how
/// many more it would take.
class LabelCurveDialog : public QDialog {
  Q_OBJECT

 public:
  explicit LabelCurveDialog(std::vector<LabelPoint> points, QWidget* parent = nullptr);

  QString advice() const;
  ChartPanel* chart() const { return panel_; }

 private:
  void draw();
  void answer();

  const std::vector<LabelPoint> points_;
  ChartPanel* panel_;
  QDoubleSpinBox* wanted_;
  QLabel* advice_;
};

}  // namespace assay
