// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace assay {

class ProjectSession;

/// Where am I, on what data, do anything, train.
class TopBar : public QFrame {
  Q_OBJECT

 public:
  TopBar(QMenu* projectMenu, QAction* search, QAction* train, QWidget* parent = nullptr);
  void setSession(ProjectSession* session);

 private:
  void refreshCounts();
  void refreshName();

  ProjectSession* session_ = nullptr;
  QToolButton* project_;
  QLabel* data_;
  QPushButton* search_;
  QPushButton* train_;
};

}  // namespace assay
