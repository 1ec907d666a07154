// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace assay {

/// What happened and what to do next, above the page and never in the way of it.
class MessageBar : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { Info, Warning, Error };
  explicit MessageBar(QWidget* parent = nullptr);

  /// `action` is the next step ("Try again"); without one there is only the way to close.
  void showMessage(Kind kind, const QString& text, const QString& action = {}, std::function<void()> run = {});
  QString text() const;
  void dismiss();

 private:
  QLabel* icon_;
  QLabel* text_;
  QPushButton* action_;
  std::function<void()> run_;
};

}  // namespace assay
