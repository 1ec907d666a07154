// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/problem.h"

class QVBoxLayout;

namespace assay {

/// Everything that is wrong, all at once, each with a button for what can be mended with a press.
class ProblemList : public QWidget {
  Q_OBJECT

 public:
  explicit ProblemList(QWidget* parent = nullptr);
  void show(const Problems& problems);

 Q_SIGNALS:
  /// Problem::fix of the pressed button.
  void fixRequested(const QString& fix);

 private:
  QWidget* makeRow(const Problem& problem);
  QVBoxLayout* rows_;
};

}  // namespace assay
