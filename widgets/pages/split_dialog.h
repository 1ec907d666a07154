// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/project/split.h"

class QCheckBox;
class QLabel;
class QLayout;
class QPushButton;
class QSpinBox;

namespace assay {

/// How the items are dealt to training, validation and test.
class SplitDialog : public QDialog {
  Q_OBJECT

 public:
  /// `items`: how many there are.
  explicit SplitDialog(int items, QWidget* parent = nullptr);

  SplitPlan plan() const;

 private:
  QLayout* keptLabels();
  void showCounts();

  int items_;
  QSpinBox *train_, *valid_, *labelled_, *clean_, *block_, *seed_;
  QCheckBox *few_, *fewClean_, *neighbours_, *redraw_;
  QLabel *counts_, *explanation_;
  QPushButton* split_;
};

}  // namespace assay
