// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QHash>
#include <QString>

class QAction;
class QActionGroup;
class QToolButton;
class QVBoxLayout;

namespace assay {

/// The pages in the order of the work, as icons with words.
class Rail : public QFrame {
  Q_OBJECT

 public:
  explicit Rail(QWidget* parent = nullptr);
  /// The action's text, icon, key and enabled state are the button's.
  void addPage(QAction* action);
  /// At the lower end: help, settings.
  void addTool(QAction* action);

 private:
  QToolButton* makeButton(QAction* action);
  QVBoxLayout* pages_;
  QVBoxLayout* tools_;
};

}  // namespace assay
