// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace assay {

/// Above the gallery while it shows what to label next: why these, and what can be done with them.
class SuggestionBar : public QFrame {
  Q_OBJECT

 public:
  explicit SuggestionBar(QWidget* parent = nullptr);
  void show(int images, int unlabelled, const QString& strategy, const QString& run);
  QString text() const;
  QPushButton* labelButton() const { return label_; }

 Q_SIGNALS:
  void labelAsked();
  void closed();

 private:
  QLabel* text_;
  QPushButton* label_;
};

}  // namespace assay
