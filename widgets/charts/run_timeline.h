// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/charts/run_history.h"

namespace assay {

/// A run's life on one line: where it trained, checkpoints below it, failures, restarts and notices on it. Left and Right go from mark to mark;
/// what a mark says stands below.
class RunTimeline : public QWidget {
  Q_OBJECT

 public:
  explicit RunTimeline(QWidget* parent = nullptr);
  /// Null: nothing to show.
  void setHistory(const RunHistory* history);
  /// The line below: what the chosen mark says, or how many there are of which kind.
  QString text() const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;

 private:
  double xOf(double time) const;
  int markAt(const QPoint& place) const;   ///< -1: none near
  QString whenAndWhat(const RunHistory::Mark& mark) const;
  QString summary() const;
  void choose(int mark);

  RunHistory history_;
  int chosen_ = -1;
};

}  // namespace assay
