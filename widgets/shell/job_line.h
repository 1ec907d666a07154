// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace assay {

/// One job in the status bar: words, a bar, a way to stop it.
class JobLine : public QWidget {
  Q_OBJECT

 public:
  explicit JobLine(const QString& cancelTip, QWidget* parent = nullptr);
  void setText(const QString& text);
  /// `total` 0: busy, without an end in sight.
  void setProgress(qint64 done, qint64 total);
  QString text() const;
  /// Whether it has gone on for long enough to be worth a line; from the start, unless told otherwise.
  bool isDue() const { return isDue_; }
  void setDue(bool isDue) { isDue_ = isDue; }

 Q_SIGNALS:
  void cancelRequested();

 private:
  QLabel* text_;
  QProgressBar* bar_;
  QToolButton* cancel_;
  bool isDue_ = true;
};

}  // namespace assay
